namespace Billing.Tests.Payments;

[Collection(SharedBilling.Name)]
public sealed class GrantingThePurchasedCreditsTests(BillingApplication billing) : IAsyncLifetime
{
    private readonly string _user = BillingApplication.NewUser();
    private StartedPurchase _purchase = null!;

    public async Task InitializeAsync() => _purchase = await billing.StartPurchaseAsync(_user);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task ThePurchaseSaysThatItsCreditsAreThere_AndSinceWhen()
    {
        var grant = _purchase.Granted(_user);

        await billing.DeliverAsync(grant);

        var purchase = await billing.PurchaseOfAsync(_user, _purchase.PurchaseId);
        Assert.Equal((true, (DateTimeOffset?)grant.OccurredAt), (purchase.CreditsGranted, purchase.CreditsGrantedAt));
    }

    [Fact]
    public async Task TheFirstWordStands()
    {
        await billing.DeliverAsync(_purchase.Granted(_user));
        await billing.DeliverAsync(_purchase.Granted(_user, credits: 7));

        Assert.Equal(100, await GrantedAsync());
    }

    [Fact]
    public async Task ThePaymentInTheSourceIsEnough()
    {
        await billing.DeliverAsync(_purchase.Granted(_user) with { PurchaseId = null, PaymentIntentId = null });

        Assert.Equal(100, await GrantedAsync());
    }

    [Fact]
    public async Task GrantsOfOtherKindsAndOtherUsersAreNoneOfOurs()
    {
        await billing.DeliverAsync(_purchase.Granted(_user) with { Source = $"signup:{_user}", Bucket = "bonus" });
        await billing.DeliverAsync(_purchase.Granted(_user) with { UserId = "someone-else" });

        Assert.Equal(-1, await GrantedAsync());
    }

    private Task<long> GrantedAsync() =>
        billing.CountAsync($"SELECT coalesce(granted_credits, -1) FROM purchases WHERE id = '{_purchase.PurchaseId}'");
}
