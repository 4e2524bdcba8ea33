using System.Security.Claims;
using Billing.Customers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Billing.Subscriptions;

/// <summary>GET /subscription: the caller's, as Stripe last said.</summary>
internal static class GetSubscription
{
    public static void MapGetSubscription(this RouteGroupBuilder group) =>
        group.MapGet("/subscription", HandleAsync)
            .WithName(nameof(GetSubscription))
            .WithSummary("The caller's subscription; its status is none when there never was one.");

    private static async Task<Ok<SubscriptionResponse>> HandleAsync(
        ClaimsPrincipal user, SubscriptionMirror mirror, Plan plan, CancellationToken cancellationToken)
    {
        var found = await mirror.FindAsync(Payer.Of(user), cancellationToken);
        return TypedResults.Ok(found is null ? SubscriptionResponse.None : SubscriptionResponse.Of(found, plan));
    }
}

/// <summary>A subscription as its user sees it.</summary>
/// <param name="Status"><c>none</c>, or Stripe's word: <c>active</c>, <c>trialing</c>, <c>past_due</c>, <c>unpaid</c>, <c>paused</c>, <c>canceled</c> …</param>
/// <param name="Tier">Which price the next period has.</param>
/// <param name="Price">Of the next period, in cents.</param>
/// <param name="Currency">ISO 4217 in lower case.</param>
/// <param name="CurrentPeriodStart">UTC.</param>
/// <param name="CurrentPeriodEnd">UTC.</param>
/// <param name="CancelAtPeriodEnd">True when it is to end and has not yet.</param>
/// <param name="WillRenew">Whether the next period will be charged.</param>
internal sealed record SubscriptionResponse(
    string Status,
    Tier? Tier,
    long? Price,
    string? Currency,
    DateTimeOffset? CurrentPeriodStart,
    DateTimeOffset? CurrentPeriodEnd,
    bool CancelAtPeriodEnd,
    bool WillRenew)
{
    public static SubscriptionResponse None { get; } =
        new(SubscriptionStatuses.None, null, null, null, null, null, CancelAtPeriodEnd: false, WillRenew: false);

    public static SubscriptionResponse Of(MirroredSubscription subscription, Plan plan) => new(
        subscription.Status,
        plan.TierOf(subscription.PriceId),
        subscription.AmountCents,
        subscription.Currency,
        subscription.CurrentPeriodStart,
        subscription.CurrentPeriodEnd,
        subscription.IsEnding,
        subscription.WillRenew);
}
