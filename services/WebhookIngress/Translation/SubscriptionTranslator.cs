using Contracts;

namespace WebhookIngress.Translation;

/// <summary>A subscription, ours when its metadata says so: that it changed for Billing, and of a plan what it means for Credits.</summary>
/// <remarks>
/// What changed is told by the event itself, by <c>previous_attributes</c>: an event that comes late says the same as in time. A new
/// period is one that starts later than the one before. A change of metadata, of price or of anything else inside a period is none.
/// </remarks>
internal static class SubscriptionTranslator
{
    public static IReadOnlyList<object> Translate(StripeEvent stripeEvent, TranslationOptions options)
    {
        var subscription = stripeEvent.Object;
        if (SubscriptionOwner.Of(Metadata.Of(subscription)) is not { } owner)
        {
            return [];
        }
        var subscriptionId = subscription.RequiredId("id");
        var changed = owner.Changed(stripeEvent, subscriptionId, subscription.OptionalId("customer"));
        return owner.Kind == SubscriptionKind.PrpmPlus
            ? [changed, .. OfPlan(new PlanNews(stripeEvent, subscriptionId, owner.UserId!), options)]
            : [changed];
    }

    private static IEnumerable<object> OfPlan(PlanNews news, TranslationOptions options)
    {
        var status = news.Event.Object.RequiredText("status");
        var before = news.Event.Type == StripeEventTypes.SubscriptionUpdated ? news.Event.Previous.OptionalText("status") ?? status : null;
        if (news.Event.Type == StripeEventTypes.SubscriptionDeleted || SubscriptionStatus.IsOver(status))
        {
            return [news.Ended(news.Event.Object.OptionalTime("ended_at") ?? news.Event.CreatedAt)];
        }
        var period = BillingPeriod.OfSubscription(news.Event.Object);
        return before is null
            ? OfCreated(news, status, period, options)
            : OfUpdated(news, (before, status), period, options);
    }

    private static IEnumerable<object> OfCreated(PlanNews news, string status, BillingPeriod period, TranslationOptions options) =>
        Grants(status, options) ? [news.Activated(period)] : [];

    private static IEnumerable<object> OfUpdated(
        PlanNews news, (string Before, string Now) status, BillingPeriod period, TranslationOptions options)
    {
        var isNewPeriod = BillingPeriod.PreviousStart(news.Event.Previous) is { } start && start < period.Start;
        var isNewStatus = status.Before != status.Now;
        if (Grants(status.Now, options))
        {
            if (isNewStatus && SubscriptionStatus.IsBeforeFirst(status.Before))
            {
                yield return news.Activated(period);
            }
            else if (isNewPeriod)
            {
                yield return news.Renewed(period);
            }
        }
        if (SubscriptionStatus.IsUnpaid(status.Now) && (isNewStatus || isNewPeriod))
        {
            yield return news.PastDue(period);
        }
        if (status.Now == SubscriptionStatus.Active && SubscriptionStatus.IsUnpaid(status.Before))
        {
            yield return news.Recovered(period);
        }
    }

    private static bool Grants(string status, TranslationOptions options) =>
        status == SubscriptionStatus.Active || (status == SubscriptionStatus.Trialing && options.GrantOnTrial);
}
