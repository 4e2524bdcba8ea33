using System.Text.Json.Nodes;
using Contracts;

namespace WebhookIngress.Tests.Translation;

/// <summary>What Stripe really sent to others, with our metadata written on it: it is understood as ours.</summary>
public sealed class TranslatingRealEventsTests
{
    [Fact]
    public void ARenewalOfBasil_WithTheOldItemsAmongThePreviousAttributes_IsANewPeriod()
    {
        var messages = Translate("customer.subscription.updated.renewal.2025-08-27.basil", body => body["metadata"] = Plan());

        var renewed = Assert.Single(messages.OfType<SubscriptionRenewed>());
        Assert.Equal(
            ("sub_1SAGUABe0ycHroRBHH0HMWOy", "user-1", 1758919042, 1759005442),
            (renewed.SubscriptionId, renewed.UserId, renewed.PeriodStart.ToUnixTimeSeconds(), renewed.PeriodEnd.ToUnixTimeSeconds()));
        Assert.Equal("cus_T66xzarl5v73XN", Assert.Single(messages.OfType<SubscriptionChanged>()).CustomerId);
        Assert.Equal(2, messages.Count);
    }

    [Fact]
    public void AnInvoiceOfAcacia_ProvesThePeriodOfItsLine_AndNotItsOwn()
    {
        var messages = Translate(
            "invoice.payment_succeeded.2025-02-24.acacia",
            body => body["subscription_details"]!["metadata"] = Plan(),
            // Both types fire for one payment, with the same object. We handle this one.
            "invoice.paid");

        var renewed = Assert.Single(messages.OfType<SubscriptionRenewed>());
        Assert.Equal(
            ("sub_1FIXTURE0001", 1745000000, 1745086400),
            (renewed.SubscriptionId, renewed.PeriodStart.ToUnixTimeSeconds(), renewed.PeriodEnd.ToUnixTimeSeconds()));
    }

    [Fact]
    public void ADispute_NamesItsPayment()
    {
        var opened = Assert.IsType<DisputeOpened>(Assert.Single(Translate("charge.dispute.created.2025-04-30.basil", _ => { })));

        Assert.Equal(
            ("dp_1RWXieQ8iJWBZFaM572opwWo", "pi_3RWXidQ8iJWBZFaM0hwfe7LL", 100, "usd"),
            (opened.DisputeId, opened.PaymentIntentId, opened.AmountCents, opened.Currency));
    }

    [Fact]
    public void ADecline_HasItsReason()
    {
        var failed = Assert.IsType<PaymentFailed>(Assert.Single(Translate(
            "payment_intent.payment_failed.2025-04-30.basil", body => body["metadata"] = Ours(StripeMetadata.PlaygroundCredits))));

        Assert.Equal(("pi_3RWGX8Q8iJWBZFaM0ZSHRgfm", "authentication_not_handled"), (failed.PaymentIntentId, failed.FailureCode));
    }

    [Fact]
    public void ACheckout_ShowsItsPayment()
    {
        var completed = Assert.IsType<CheckoutCompleted>(Assert.Single(Translate(
            "checkout.session.completed.payment.2020-03-02", body => body["metadata"] = Ours(StripeMetadata.PlaygroundCredits))));

        Assert.Equal(("payment", "paid"), (completed.Mode, completed.PaymentStatus));
        Assert.Equal("user-1", completed.Metadata["user_id"]);
    }

    private static JsonObject Plan() => Ours(StripeMetadata.PrpmPlus);

    private static JsonObject Ours(string type) => new() { ["type"] = type, ["user_id"] = "user-1" };

    private static IReadOnlyList<object> Translate(string file, Action<JsonNode> makeOurs, string? type = null)
    {
        var body = JsonNode.Parse(RealBodies.Read(file))!;
        makeOurs(body["data"]!["object"]!);
        body["type"] = type ?? (string?)body["type"];
        return GoldenEvent.Translate(body.ToJsonString()).Messages;
    }
}
