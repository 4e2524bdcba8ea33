using System.Security.Claims;
using Billing.Customers;
using Billing.Persistence;
using Billing.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Billing.Organizations;

/// <summary>GET /organizations/{id}/verification: whether it is verified, and by what.</summary>
internal static class GetVerification
{
    public static void MapGetVerification(this RouteGroupBuilder verification) =>
        verification.MapGet("", HandleAsync)
            .WithName(nameof(GetVerification))
            .WithSummary("Whether the organization is verified, by what, and its subscription; for its members.")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<VerificationResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        ClaimsPrincipal user,
        OrganizationReader organizations,
        BillingDbContext database,
        SubscriptionMirror mirror,
        CancellationToken cancellationToken)
    {
        if (await organizations.RefuseAsync(id, user.UserId(), OrganizationRole.Member, cancellationToken) is { } refusal)
        {
            return OrganizationProblems.Of(refusal);
        }
        var isByOperator = await database.Set<Organization>()
            .AnyAsync(organization => organization.Id == id && organization.OperatorVerifiedAt != null, cancellationToken);
        var subscription = await mirror.FindAsync(Payer.OfOrganization(id, user), cancellationToken);
        return TypedResults.Ok(VerificationResponse.Of(isByOperator, subscription));
    }
}

/// <param name="IsVerified">Whether members get the member price.</param>
/// <param name="IsByOperator">An operator's word is enough.</param>
/// <param name="IsBySubscription">So is a subscription that is paid, or that Stripe still tries to collect.</param>
/// <param name="Subscription">The organization's.</param>
internal sealed record VerificationResponse(
    bool IsVerified, bool IsByOperator, bool IsBySubscription, VerificationSubscriptionResponse Subscription)
{
    public static VerificationResponse Of(bool isByOperator, MirroredSubscription? subscription)
    {
        var isBySubscription = subscription is not null && SubscriptionStatuses.Renewing.Contains(subscription.Status);
        return new VerificationResponse(
            isByOperator || isBySubscription, isByOperator, isBySubscription, VerificationSubscriptionResponse.Of(subscription));
    }
}

/// <summary>An organization's subscription as its members see it.</summary>
/// <param name="Status"><c>none</c>, or Stripe's word.</param>
/// <param name="Price">Of the next period, in cents.</param>
/// <param name="Currency">ISO 4217 in lower case.</param>
/// <param name="CurrentPeriodStart">UTC.</param>
/// <param name="CurrentPeriodEnd">UTC.</param>
/// <param name="CancelAtPeriodEnd">True when it is to end and has not yet.</param>
/// <param name="WillRenew">Whether the next period will be charged.</param>
internal sealed record VerificationSubscriptionResponse(
    string Status,
    long? Price,
    string? Currency,
    DateTimeOffset? CurrentPeriodStart,
    DateTimeOffset? CurrentPeriodEnd,
    bool CancelAtPeriodEnd,
    bool WillRenew)
{
    public static VerificationSubscriptionResponse Of(MirroredSubscription? subscription) => new(
        subscription?.Status ?? SubscriptionStatuses.None,
        subscription?.AmountCents,
        subscription?.Currency,
        subscription?.CurrentPeriodStart,
        subscription?.CurrentPeriodEnd,
        subscription?.IsEnding ?? false,
        subscription?.WillRenew ?? false);
}
