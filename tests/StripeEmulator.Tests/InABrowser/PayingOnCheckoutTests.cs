using Microsoft.Playwright;
using Stripe.Checkout;
using static Microsoft.Playwright.Assertions;

namespace StripeEmulator.Tests.InABrowser;

[Collection(BrowserCollection.Name)]
public sealed class PayingOnCheckoutTests(RealBrowser browser) : IAsyncLifetime
{
    private EmulatorServer _server = null!;
    private ShopSite _shop = null!;

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync();
        _shop = await ShopSite.StartAsync(_server.Url);
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("payment")]
    [InlineData("subscription")]
    public async Task AGoodCard_Pays_ByKeyboardAlone(string mode)
    {
        var session = await CreateAsync(mode);
        var page = await browser.OpenAsync(session.Url);
        await page.AssertAccessibleAsync();

        await page.Field("E-mail").FocusAsync();
        await page.Keyboard.TypeAsync("ada@example.test");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Ada");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("4242424242424242");
        await page.Keyboard.PressAsync("Enter");

        await AssertBackAsync(page);
        var paid = await ReloadAsync(session);
        Assert.Equal(("paid", "ada@example.test", "Ada"), (paid.PaymentStatus, paid.CustomerDetails.Email, paid.CustomerDetails.Name));
    }

    [Fact]
    public async Task ADeclinedCard_IsSaid_AndWhatWasTypedStays()
    {
        var session = await CreateAsync("payment");
        var page = await browser.OpenAsync(session.Url);

        await page.Field("E-mail").FillAsync("ada@example.test");
        await PayAsync(page, "4000000000000002");

        await Expect(page.Alert()).ToHaveTextAsync("Your card was declined.");
        await Expect(page.Field("E-mail")).ToHaveValueAsync("ada@example.test");
        await page.AssertAccessibleAsync();
        await PayAsync(page, "4242424242424242");
        await AssertBackAsync(page);
    }

    [Theory]
    [InlineData("payment")]
    [InlineData("subscription")]
    public async Task ACardWhoseBankAsks_LeadsThroughItsPage_ToTheShop(string mode)
    {
        var session = await CreateAsync(mode);
        var page = await browser.OpenAsync(session.Url);

        await PayAsync(page, "4000000000003220");
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Is it you who pays?");
        await page.AssertAccessibleAsync();
        await page.Button("Complete authentication").ClickAsync();

        await AssertBackAsync(page);
        Assert.Equal("paid", (await ReloadAsync(session)).PaymentStatus);
    }

    [Fact]
    public async Task APayerWhoDoesNotAgree_ComesBackToCheckout()
    {
        var session = await CreateAsync("payment");
        var page = await browser.OpenAsync(session.Url);

        await PayAsync(page, "4000000000003220");
        await page.Button("Fail authentication").ClickAsync();

        await Expect(page.Alert()).ToHaveTextAsync(
            "We are unable to authenticate your payment method. Please choose a different payment method and try again.");
        Assert.Equal(("open", "unpaid"), (await ReloadAsync(session) is var open ? open.Status : "", open.PaymentStatus));
    }

    private async Task<Session> CreateAsync(string mode) => await _server.Stripe.V1.Checkout.Sessions.CreateAsync(new()
    {
        Mode = mode,
        LineItems = [new() { Price = (await _server.CreatePriceAsync(1_500, mode == "payment" ? null : "month")).Id, Quantity = 1 }],
        SuccessUrl = new Uri(_shop.Url, "/done").ToString(),
        CancelUrl = _shop.Url.ToString(),
    });

    private static async Task PayAsync(IPage page, string number)
    {
        await page.Field("Card number").FillAsync(number);
        await page.Button("Pay $15.00").ClickAsync();
    }

    private static Task AssertBackAsync(IPage page) => Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Back at the shop");

    private Task<Session> ReloadAsync(Session session) => _server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id);
}
