using Microsoft.Playwright;
using Stripe;
using static Microsoft.Playwright.Assertions;

namespace StripeEmulator.Tests.InABrowser;

[Collection(BrowserCollection.Name)]
public sealed class PayingWithStripesScriptTests(RealBrowser browser) : IAsyncLifetime
{
    private const string AsksThenPays = "4000000000003220";

    private EmulatorServer _server = null!;
    private ShopSite _shop = null!;
    private PaymentIntent _intent = null!;

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync();
        _shop = await ShopSite.StartAsync(_server.Url);
        _intent = await _server.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 500, Currency = "usd" });
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task AGoodCard_Pays_WithoutLeavingThePage()
    {
        var page = await OpenAsync();

        await PayAsync(page, "4242424242424242");

        await Expect(Message(page)).ToHaveTextAsync($"{_intent.Id} succeeded");
        var paid = await _server.Stripe.V1.PaymentIntents.GetAsync(_intent.Id, new() { Expand = ["latest_charge"] });
        Assert.Equal(("Ada", "4242", 2034), (
            paid.LatestCharge.BillingDetails.Name,
            paid.LatestCharge.PaymentMethodDetails.Card.Last4,
            paid.LatestCharge.PaymentMethodDetails.Card.ExpYear));
    }

    [Fact]
    public async Task ADeclinedCard_IsAnErrorForThePage_AndAnotherCardPays()
    {
        var page = await OpenAsync();

        await PayAsync(page, "4000000000000002");
        await Expect(Message(page)).ToHaveTextAsync("card_declined: Your card was declined.");
        await PayAsync(page, "4242424242424242");

        await Expect(Message(page)).ToHaveTextAsync($"{_intent.Id} succeeded");
    }

    [Fact]
    public async Task APayerWhomTheBankAsks_AgreesInADialog_ByKeyboard()
    {
        var page = await OpenAsync();
        await FillAsync(page, AsksThenPays);

        await page.Keyboard.PressAsync("Enter");
        await Expect(Bank(page).GetByRole(AriaRole.Heading)).ToHaveTextAsync("Is it you who pays?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveAccessibleNameAsync("Your bank asks who is paying");
        await page.AssertAccessibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Expect(Message(page)).ToHaveTextAsync($"{_intent.Id} succeeded");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.Field("Security code")).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("Fail authentication")]
    [InlineData("Cancel")]
    [InlineData("Escape")]
    public async Task APayerWhoDoesNotAgree_IsAnErrorForThePage(string way)
    {
        var page = await OpenAsync();
        await PayAsync(page, AsksThenPays);
        await Expect(Bank(page).GetByText("Complete authentication")).ToBeVisibleAsync();

        await (way switch
        {
            "Escape" => page.Button("Cancel").PressAsync(way),
            "Cancel" => page.Button(way).ClickAsync(),
            _ => Bank(page).GetByText(way).ClickAsync(),
        });

        await Expect(Message(page)).ToHaveTextAsync(
            "payment_intent_authentication_failure: We are unable to authenticate your payment method. "
            + "Please choose a different payment method and try again.");
        Assert.Equal("requires_payment_method", (await _server.Stripe.V1.PaymentIntents.GetAsync(_intent.Id)).Status);
    }

    [Theory]
    [InlineData("4242424242424242")]
    [InlineData(AsksThenPays)]
    public async Task APageThatAlwaysRedirects_IsLeftForTheReturnUrl(string number)
    {
        var page = await OpenAsync(redirect: "always");

        await PayAsync(page, number);
        if (number == AsksThenPays)
        {
            await Bank(page).GetByText("Complete authentication").ClickAsync();
        }

        await Expect(page.GetByText("Back at the shop")).ToBeVisibleAsync();
        Assert.EndsWith(
            $"/done?payment_intent={_intent.Id}&payment_intent_client_secret={_intent.ClientSecret}&redirect_status=succeeded",
            page.Url,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsIncomplete_IsSaidAtItsField_AndNothingIsSent()
    {
        var page = await OpenAsync();
        await page.Field("Card number").PressSequentiallyAsync("42424242");

        await page.Button("Pay now").ClickAsync();

        await Expect(Message(page)).ToHaveTextAsync("incomplete_number: Your card number is incomplete.");
        await Expect(page.Field("Card number")).ToHaveAccessibleDescriptionAsync("Your card number is incomplete.");
        await Expect(page.Field("Card number")).ToBeFocusedAsync();
        await page.AssertAccessibleAsync();
        Assert.Empty(await _server.Stripe.V1.Charges.ListAsync());
    }

    [Fact]
    public async Task ATestCardsButton_FillsTheForm()
    {
        var page = await OpenAsync();

        await page.GetByText("Test cards").ClickAsync();
        await page.Button("Good card").ClickAsync();

        await Expect(page.Field("Card number")).ToHaveValueAsync("4242 4242 4242 4242");
        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-complete", "true");
    }

    [Fact]
    public async Task ASecretThatIsWrong_IsALoadError()
    {
        var page = await browser.OpenAsync(_shop.PayPage($"{_intent.Id}_secret_guessed"));

        await Expect(Message(page)).ToContainTextAsync("client_secret provided does not match");
        await Expect(page.Button("Pay now")).ToBeDisabledAsync();
    }

    private async Task<IPage> OpenAsync(string redirect = "if_required")
    {
        var page = await browser.OpenAsync(_shop.PayPage(_intent.ClientSecret, redirect));
        await Expect(page.Button("Pay now")).ToBeEnabledAsync();
        return page;
    }

    private static async Task FillAsync(IPage page, string number)
    {
        await page.Field("Card number").FillAsync(number);
        await page.Field("Expiration date").PressSequentiallyAsync("1234");
        await page.Field("Security code").FillAsync("123");
    }

    private static async Task PayAsync(IPage page, string number)
    {
        await FillAsync(page, number);
        await page.Button("Pay now").ClickAsync();
    }

    private static ILocator Message(IPage page) => page.GetByRole(AriaRole.Status);

    private static IFrameLocator Bank(IPage page) => page.FrameLocator("iframe[title='The page of your bank']");
}
