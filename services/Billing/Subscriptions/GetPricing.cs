using System.Security.Claims;
using Billing.Organizations;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Billing.Subscriptions;

/// <summary>GET /pricing: what the plan costs, what the caller would pay, and why.</summary>
internal static class GetPricing
{
    private const int WholePercent = 100;

    public static void MapGetPricing(this RouteGroupBuilder group) =>
        group.MapGet("/pricing", HandleAsync)
            .WithName(nameof(GetPricing))
            .WithSummary("The monthly plan's prices, and which of them is the caller's.");

    private static async Task<Ok<PricingResponse>> HandleAsync(
        ClaimsPrincipal user, Plan plan, VerifiedOrganizations organizations, CancellationToken cancellationToken)
    {
        var membership = await organizations.FindMembershipAsync(user.UserId(), cancellationToken);
        var yours = plan.PriceFor(membership);
        return TypedResults.Ok(new PricingResponse(
            new PriceResponse(plan.Individual.AmountCents, DiscountPercent(plan.Individual, plan)),
            new PriceResponse(plan.OrganizationMember.AmountCents, DiscountPercent(plan.OrganizationMember, plan)),
            Plan.Currency,
            Plan.Interval,
            plan.MonthlyCredits,
            new OwnPriceResponse(
                yours.Tier,
                yours.AmountCents,
                membership is null ? PriceReasons.NoVerifiedOrganization : PriceReasons.MemberOfVerifiedOrganization,
                membership?.OrganizationName,
                membership?.OrganizationId)));
    }

    private static long DiscountPercent(PlanPrice price, Plan plan) =>
        WholePercent - (WholePercent * price.AmountCents / plan.Individual.AmountCents);
}

/// <summary>Why somebody gets a price.</summary>
internal static class PriceReasons
{
    public const string MemberOfVerifiedOrganization = "member_of_verified_organization";
    public const string NoVerifiedOrganization = "no_verified_organization";
}

/// <param name="Individual">For anybody.</param>
/// <param name="OrganizationMember">For members of a verified organization.</param>
/// <param name="Currency">ISO 4217 in lower case.</param>
/// <param name="Interval">How often the price is due.</param>
/// <param name="MonthlyCredits">What the plan brings each month.</param>
/// <param name="Yours">The caller's price.</param>
internal sealed record PricingResponse(
    PriceResponse Individual,
    PriceResponse OrganizationMember,
    string Currency,
    string Interval,
    long MonthlyCredits,
    OwnPriceResponse Yours);

/// <param name="Amount">In cents.</param>
/// <param name="DiscountPercent">Off the individual price.</param>
internal sealed record PriceResponse(long Amount, long DiscountPercent);

/// <param name="Tier">Whose price it is.</param>
/// <param name="Amount">In cents.</param>
/// <param name="Reason">One of <see cref="PriceReasons"/>.</param>
/// <param name="Organization">The verified organization's name, where there is one.</param>
/// <param name="OrganizationId">Its id.</param>
internal sealed record OwnPriceResponse(Tier Tier, long Amount, string Reason, string? Organization, Guid? OrganizationId);
