namespace Billing.Tests.Purchases;

[Collection(SharedBilling.Name)]
public sealed class LookingAtPurchasesTests(BillingApplication billing)
{
    private readonly string _user = BillingApplication.NewUser();

    [Fact]
    public async Task OnesOwnPurchases_TheNewestFirst_PageByPage()
    {
        var started = new List<Guid>();
        foreach (var package in new[] { "small", "medium", "large" })
        {
            started.Insert(0, (await billing.StartPurchaseAsync(_user, package)).PurchaseId);
        }

        var all = await billing.PurchasesOfAsync(_user);
        var page = await billing.PurchasesOfAsync(_user, "?limit=2&offset=1");
        var beyond = await billing.PurchasesOfAsync(_user, "?offset=3");

        Assert.Equal(started, all.Purchases.Select(purchase => purchase.Id));
        Assert.Equal((3, 50, 0), (all.Total, all.Limit, all.Offset));
        Assert.Equal(started[1..], page.Purchases.Select(purchase => purchase.Id));
        Assert.Equal((3, 2, 1), (page.Total, page.Limit, page.Offset));
        Assert.Equal((3, 0), (beyond.Total, beyond.Purchases.Count));
    }

    [Theory]
    [InlineData("?limit=0", "validation_failed")]
    [InlineData("?limit=101", "validation_failed")]
    [InlineData("?offset=-1", "validation_failed")]
    [InlineData("?limit=ten", "malformed_request")]
    [InlineData("?offset=99999999999999999999", "malformed_request")]
    public async Task APageThatCannotBeIsRefused(string query, string code) =>
        (await billing.GetAsync(_user, "purchases" + query)).AssertProblem(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task AnothersPurchaseIsAsUnknownAsNone()
    {
        var stranger = BillingApplication.NewUser();
        var theirs = await billing.StartPurchaseAsync(stranger);

        (await billing.GetAsync(_user, $"purchases/{theirs.PurchaseId}")).AssertProblem(HttpStatusCode.NotFound, "purchase_not_found");
        (await billing.GetAsync(_user, $"purchases/{Guid.CreateVersion7()}")).AssertProblem(HttpStatusCode.NotFound, "purchase_not_found");
        Assert.Equal(0, (await billing.PurchasesOfAsync(_user)).Total);
    }

    [Theory]
    [InlineData("not-an-id")]
    [InlineData("0197d000-0000-7000-8000-00000000000")]
    [InlineData("' OR 1=1 --")]
    public async Task AnIdOfTheWrongFormIsNotFound(string id) =>
        (await billing.GetAsync(_user, $"purchases/{Uri.EscapeDataString(id)}")).AssertProblem(HttpStatusCode.NotFound, "not_found");
}
