using Billing.Tests.Organizations;

namespace Billing.Tests.Subscriptions;

[Collection(SharedBilling.Name)]
public sealed class PricingThePlanTests(BillingApplication billing)
{
    [Theory]
    [InlineData(false, "individual", 500, "no_verified_organization")]
    [InlineData(true, "organization_member", 200, "member_of_verified_organization")]
    public async Task BothPricesAreNamed_AndWhichIsYours_AndWhy(bool isMember, string tier, long amount, string reason)
    {
        var user = BillingApplication.NewUser();
        var organization = isMember ? await TestOrganization.VerifiedWithAsync(billing, user) : null;
        using var client = billing.ClientFor(user);

        var pricing = (await HttpAnswer.OfAsync(client.GetAsync("/api/v1/playground/pricing"))).Json;

        Assert.Equal(
            (500, 0, 200, 60, "usd", "month", 100),
            ((long)pricing["individual"]!["amount"]!, (long)pricing["individual"]!["discountPercent"]!,
                (long)pricing["organizationMember"]!["amount"]!, (long)pricing["organizationMember"]!["discountPercent"]!,
                (string)pricing["currency"]!, (string)pricing["interval"]!, (long)pricing["monthlyCredits"]!));
        var yours = pricing["yours"]!;
        Assert.Equal(
            (tier, amount, reason, organization?.Name, organization?.Id),
            ((string)yours["tier"]!, (long)yours["amount"]!, (string)yours["reason"]!, (string?)yours["organization"],
                (Guid?)yours["organizationId"]));
    }

    [Fact]
    public async Task WithoutATokenNothingIsShown()
    {
        using var client = billing.AnonymousClient();

        foreach (var path in (string[])["pricing", "subscription"])
        {
            (await HttpAnswer.OfAsync(client.GetAsync($"/api/v1/playground/{path}")))
                .AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        }
    }
}
