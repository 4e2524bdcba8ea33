using Billing.Customers;
using Billing.StripeApi;
using Stripe;

namespace Billing.Subscriptions;

/// <summary>Says whether a subscription renews: asks Stripe how it is, changes it if need be, and keeps the answer.</summary>
internal sealed class SubscriptionRenewal(SubscriptionMirror mirror)
{
    private const string CancelAtParameter = "cancel_at";

    /// <param name="payer">Whose.</param>
    /// <param name="isToRenew">False ends it with its period.</param>
    /// <param name="claimId">The client's request: a repeat is one change. Another request is another, even if it says the same.</param>
    /// <param name="cancellationToken">Stops waiting; the change may have taken effect.</param>
    /// <returns>Null when they have none that is not over.</returns>
    public async Task<MirroredSubscription?> SetAsync(Payer payer, bool isToRenew, Guid? claimId, CancellationToken cancellationToken)
    {
        if (await mirror.FindLiveAsync(payer, cancellationToken) is not { } live)
        {
            return null;
        }
        var current = await mirror.RefreshAsync(live.SubscriptionId, cancellationToken);
        if (!SubscriptionStatuses.Over.Contains(current.Status) && ChangeOf(current, isToRenew) is { } change)
        {
            var once = StripeCaller.Once($"renewal:{isToRenew}:{claimId ?? Guid.CreateVersion7():N}");
            await mirror.AskAsync((api, token) => api.Subscriptions.UpdateAsync(current.Id, change, once, token), cancellationToken);
            // An event's question may have been asked while the change was on its way, and been answered before it took effect: it
            // would stand, as the later one. What is asked now is later, and knows of the change.
            await mirror.RefreshAsync(current.Id, cancellationToken);
        }
        return await mirror.FindLiveAsync(payer, cancellationToken);
    }

    // Null when it is so already. An end by a moment, as the portal sets it, is taken back by that moment.
    private static SubscriptionUpdateOptions? ChangeOf(Stripe.Subscription current, bool isToRenew)
    {
        var isEnding = current.CancelAtPeriodEnd || current.CancelAt is not null;
        if (isEnding != isToRenew)
        {
            return null;
        }
        var change = new SubscriptionUpdateOptions();
        if (isToRenew && !current.CancelAtPeriodEnd)
        {
            change.AddExtraParam(CancelAtParameter, "");
        }
        else
        {
            change.CancelAtPeriodEnd = !isToRenew;
        }
        return change;
    }
}
