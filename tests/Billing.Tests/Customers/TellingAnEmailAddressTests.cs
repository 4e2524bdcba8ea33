namespace Billing.Tests.Customers;

[Collection(SharedBilling.Name)]
public sealed class TellingAnEmailAddressTests(BillingApplication billing) : IAsyncLifetime
{
    private readonly string _user = BillingApplication.NewUser();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => billing.Stripe.ForgetFaultsAsync();

    [Fact]
    public async Task WhatTheTokenSaysFollows_AndBackAgain()
    {
        foreach (var email in (string[])["ada@example.test", "countess@example.test", "ada@example.test"])
        {
            await BuyAsync(email);
            Assert.Equal(email, (await CustomerAsync()).Email);
        }
        Assert.Equal(0, await billing.CountAsync("SELECT count(*) FROM customers WHERE customers::text LIKE '%example.test%'"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no address")]
    public async Task WithoutAnAddress_NothingIsTold(string? email)
    {
        await BuyAsync(email);

        Assert.Null((await CustomerAsync()).Email);
    }

    [Fact]
    public async Task ManyFirstRequestsWithDifferentTokens_OneCustomer()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => BuyAsync($"ada{i % 2}@example.test")));

        Assert.Contains((await CustomerAsync()).Email, (string[])["ada0@example.test", "ada1@example.test"]);
    }

    [Fact]
    public async Task NobodyIsKeptFromBuyingByIt_AndTheNextRequestTellsAgain()
    {
        await BuyAsync(null);
        await billing.Stripe.FailAsync($"/v1/customers/{(await CustomerAsync()).Id}", requests: 1, status: 400);

        await BuyAsync("ada@example.test");
        Assert.Null((await CustomerAsync()).Email);
        await BuyAsync("ada@example.test");

        Assert.Equal("ada@example.test", (await CustomerAsync()).Email);
    }

    private async Task BuyAsync(string? email) =>
        (await billing.PostAsync(_user, "credits/purchase", new { package = "small" }, email: email)).As<StartedPurchase>(HttpStatusCode.Created);

    private async Task<Stripe.Customer> CustomerAsync() => Assert.Single(await billing.Stripe.CustomersOfAsync(_user));
}
