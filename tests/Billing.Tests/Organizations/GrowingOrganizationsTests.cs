namespace Billing.Tests.Organizations;

public sealed class GrowingOrganizationsTests
{
    [Fact]
    public async Task ThereIsALimitOnMembersAndOnOwnedOrganizations_AlsoAtOnce()
    {
        await using var billing = await BillingApplication.StartAsync(("Organizations:MembersMax", "3"), ("Organizations:OwnedMax", "2"));
        var organization = await TestOrganization.MadeAsync(billing);

        var added = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => organization.AddAsync(BillingApplication.NewUser())));
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(
            i => billing.SendAsync(HttpMethod.Post, organization.Owner, "/api/v1/organizations", new { name = $"Number {i}" })));

        Assert.Equal(2, added.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(4, added.Count(answer => answer.Status == HttpStatusCode.Conflict && answer.Code == "organization_full"));
        Assert.Equal(1, made.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(5, made.Count(answer => answer.Status == HttpStatusCode.Conflict && answer.Code == "organizations_too_many"));
    }

    [Fact]
    public async Task WithoutAPrice_VerificationIsNotOffered_AndOperatorsStillVerify()
    {
        await using var billing = await BillingApplication.StartAsync(("STRIPE_ORG_VERIFICATION_PRICE_ID", ""));
        var organization = await TestOrganization.MadeAsync(billing);

        (await organization.StartVerificationAsync()).AssertProblem(HttpStatusCode.Conflict, "verification_not_offered");

        await organization.DecideAsync("verify");
        Assert.True((await organization.LookAsync()).IsVerified);
    }
}
