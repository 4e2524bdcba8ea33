using static Microsoft.Playwright.Assertions;

namespace StripeEmulator.Tests.InABrowser;

[Collection(BrowserCollection.Name)]
public sealed class UsingThePortalTests(RealBrowser browser) : IAsyncLifetime
{
    private EmulatorServer _server = null!;

    public async Task InitializeAsync() => _server = await EmulatorServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task ACustomer_CancelsASubscription_AndTakesItBack()
    {
        var subscription = await _server.SubscribeAsync();
        var portal = await _server.Stripe.V1.BillingPortal.Sessions.CreateAsync(
            new() { Customer = subscription.CustomerId, ReturnUrl = "https://shop.example.test/account" });
        var page = await browser.OpenAsync(portal.Url);
        await page.AssertAccessibleAsync();

        await page.Button("Cancel subscription").ClickAsync();
        await Expect(page.GetByText("It ends on")).ToBeVisibleAsync();
        var ending = await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id);
        await page.Button("Don't cancel").ClickAsync();
        await Expect(page.GetByText("It renews on")).ToBeVisibleAsync();

        Assert.Equal(ending.Items.Data[0].CurrentPeriodEnd, ending.CancelAt);
        Assert.Null((await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).CancelAt);
    }
}
