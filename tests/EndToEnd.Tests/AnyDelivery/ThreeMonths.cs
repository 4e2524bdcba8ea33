using System.Globalization;
using StripeEmulator.State;

namespace EndToEnd.Tests.AnyDelivery;

/// <summary>A moment, what happens to each buyer then, and by which event it is seen to have happened.</summary>
internal sealed record Chapter(string Title, DateTimeOffset At, Func<Buyer, Task> HappensAsync, Func<Buyer, string?> EndsWith);

/// <summary>What buyers live through: a subscription's first three months, the third paid at the second try, and a pack with a quarrel.</summary>
internal sealed class ThreeMonths(WholeProduct product)
{
    /// <summary>A fixed day: months are of different lengths.</summary>
    public static readonly DateTimeOffset Start = new(2027, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private const string Visa = "pm_card_visa";
    private const string WinningEvidence = "winning_evidence";
    private const int FirstRefundCents = 300;
    private const int SecondRefundCents = 250;

    // Everybody's period turns within these minutes after the first one's.
    private static readonly TimeSpan TurnMinutes = TimeSpan.FromMinutes(15);

    /// <summary>In order. The hours of a chapter's own are far from where a period ends.</summary>
    public IReadOnlyList<Chapter> Chapters =>
    [
        new("They subscribe and buy a pack.", Start, SubscribeAndBuyAsync, _ => EventTypes.CheckoutCompleted),
        new("The bank is answered, or a part refunded.", Start.AddDays(2), BeginQuarrelAsync, buyer => buyer.Quarrel == Quarrel.DisputeWon
            ? EventTypes.ChargeDisputeFundsReinstated
            : EventTypes.ChargeRefunded),
        new("A part is refunded.", Start.AddDays(5), GoOnWithQuarrelAsync, _ => EventTypes.ChargeRefunded),
        new("The quarrel goes on.", Start.AddDays(9), EndQuarrelAsync, _ => null),
        new("The second month begins.", Start.AddMonths(1) + TurnMinutes, _ => Task.CompletedTask, _ => EventTypes.SubscriptionUpdated),
        new("It is paid.", Start.AddMonths(1).AddHours(2), _ => Task.CompletedTask, _ => EventTypes.InvoicePaid),
        new("A note and another card, which will fail; a dispute is lost.", Start.AddMonths(1).AddDays(9), ChangeCardAsync, _ => EventTypes.SubscriptionUpdated),
        new("The third month begins.", Start.AddMonths(2) + TurnMinutes, _ => Task.CompletedTask, _ => EventTypes.SubscriptionUpdated),
        new("It is not paid.", Start.AddMonths(2).AddHours(2), _ => Task.CompletedTask, _ => EventTypes.SubscriptionUpdated),
        new("It is paid after all.", Start.AddMonths(2).AddDays(1), PayAfterAllAsync, _ => EventTypes.SubscriptionUpdated),
        new("All that is late arrives.", Start.AddMonths(2).AddDays(20), _ => Task.CompletedTask, _ => null),
    ];

    private async Task SubscribeAndBuyAsync(Buyer buyer)
    {
        var pages = new { successUrl = WholeProduct.Page, cancelUrl = WholeProduct.Page };
        var plan = await product.AskBillingAsync<OpenedPlan>(buyer.User, "subscribe", pages);
        buyer.PlanSession = await product.Stripe.PayCheckoutAsync(plan.SessionId, Visa);

        var pack = await product.AskBillingAsync<OpenedPack>(
            buyer.User, "credits/checkout", new { package = "medium", pages.successUrl, pages.cancelUrl });
        buyer.PurchaseId = pack.PurchaseId;
        buyer.PackSession = await product.Stripe.PayCheckoutAsync(pack.SessionId, buyer.Quarrel switch
        {
            Quarrel.DisputeWon => "pm_card_createDispute",
            Quarrel.InquiryClosed => "pm_card_createDisputeInquiry",
            _ => Visa,
        });
    }

    private Task BeginQuarrelAsync(Buyer buyer) => buyer.Quarrel == Quarrel.DisputeWon
        ? product.Stripe.PostAsync($"disputes/{DisputeOf(buyer)}", ("evidence[uncategorized_text]", WinningEvidence))
        : RefundAsync(buyer, FirstRefundCents);

    private Task GoOnWithQuarrelAsync(Buyer buyer) =>
        RefundAsync(buyer, buyer.Quarrel == Quarrel.DisputeWon ? FirstRefundCents : SecondRefundCents);

    private Task EndQuarrelAsync(Buyer buyer) => buyer.Quarrel switch
    {
        Quarrel.DisputeWon => RefundAsync(buyer, SecondRefundCents),
        Quarrel.InquiryClosed => product.Stripe.PostAsync($"disputes/{DisputeOf(buyer)}/close"),
        _ => product.Stripe.DisputeAsync(buyer.PackPaymentId),
    };

    private async Task ChangeCardAsync(Buyer buyer)
    {
        await product.Stripe.PostAsync(
            $"subscriptions/{buyer.SubscriptionId}", ("metadata[note]", "pays by another card"), ("default_payment_method", "pm_card_chargeCustomerFail"));
        if (buyer.Quarrel == Quarrel.DisputeLost)
        {
            await product.Stripe.PostAsync($"disputes/{DisputeOf(buyer)}/close");
        }
    }

    private Task PayAfterAllAsync(Buyer buyer)
    {
        var unpaid = (Invoice)buyer.Events.Last(known => known.Type == EventTypes.InvoicePaymentFailed).Subject;
        return product.Stripe.PostAsync($"invoices/{unpaid.Id}/pay", ("payment_method", Visa));
    }

    private Task RefundAsync(Buyer buyer, int cents) => product.Stripe.PostAsync(
        "refunds", ("payment_intent", buyer.PackPaymentId), ("amount", cents.ToString(CultureInfo.InvariantCulture)));

    private static string DisputeOf(Buyer buyer) =>
        buyer.Events.First(known => known.Type == EventTypes.ChargeDisputeCreated).Subject.Id;

    private sealed record OpenedPlan(string SessionId);

    private sealed record OpenedPack(string CheckoutUrl, Guid PurchaseId)
    {
        public string SessionId => new Uri(CheckoutUrl).Segments[^1];
    }
}
