using Contracts;

namespace WebhookIngress.Translation;

/// <summary>A subscription's invoice, ours when the subscription is: that something changed for Billing, and the period for Credits.</summary>
/// <remarks>
/// Only the invoice that opens a period says something of it: a subscription's first, and each cycle's. What is charged for a change
/// in between (<c>subscription_update</c>) or by hand grants nothing, and neither does the zero of a trial.
/// </remarks>
internal static class InvoiceTranslator
{
    private const string FirstInvoice = "subscription_create";
    private const string CycleInvoice = "subscription_cycle";
    private const string Paid = "paid";

    public static IReadOnlyList<object> Translate(StripeEvent stripeEvent, TranslationOptions options)
    {
        var invoice = stripeEvent.Object;
        if (InvoicedSubscription.Of(invoice) is not { } subscription || SubscriptionOwner.Of(subscription.Metadata) is not { } owner)
        {
            return [];
        }
        var changed = owner.Changed(stripeEvent, subscription.Id, invoice.OptionalId("customer"));
        return owner.Kind == SubscriptionKind.PrpmPlus
            ? [changed, .. OfPlan(new PlanNews(stripeEvent, subscription.Id, owner.UserId!), options)]
            : [changed];
    }

    private static IEnumerable<object> OfPlan(PlanNews news, TranslationOptions options)
    {
        var reason = news.Event.Object.OptionalText("billing_reason");
        if (reason is not (FirstInvoice or CycleInvoice))
        {
            return [];
        }
        var lines = InvoiceLine.Of(news.Event.Object, news.SubscriptionId).ToList();
        var period = BillingPeriod.Around(lines.Select(line => line.Period))
            ?? throw new MalformedEventException("The invoice opens a period and has no line for it.");
        return news.Event.Type == StripeEventTypes.InvoicePaid
            ? OfPaid(news, reason, period, lines.Exists(line => line.AmountCents > 0) || options.GrantOnTrial)
            : OfFailed(news, reason, period);
    }

    private static IEnumerable<object> OfPaid(PlanNews news, string reason, BillingPeriod period, bool grants) =>
        grants && news.Event.Object.RequiredText("status") == Paid
            ? [reason == FirstInvoice ? news.Activated(period) : news.Renewed(period), news.Recovered(period)]
            : [];

    // Before its first payment a subscription is incomplete and has granted nothing that could be frozen.
    private static IEnumerable<object> OfFailed(PlanNews news, string reason, BillingPeriod period) =>
        reason == CycleInvoice ? [news.PastDue(period)] : [];
}
