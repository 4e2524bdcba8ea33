using System.Text.Json;
using Microsoft.Playwright;
using Stripe;
using static Microsoft.Playwright.Assertions;

namespace StripeEmulator.Tests.InABrowser;

[Collection(BrowserCollection.Name)]
public sealed class CallingStripesScriptTests(RealBrowser browser) : IAsyncLifetime
{
    private const string StripeObject = $"""const stripe = Stripe("{EmulatorServer.PublishableKey}");""";

    private EmulatorServer _server = null!;
    private ShopSite _shop = null!;
    private IPage _page = null!;

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync();
        _shop = await ShopSite.StartAsync(_server.Url);
        _page = await browser.OpenAsync(_shop.PayPage((await CreateAsync()).ClientSecret));
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("pm_card_visa", "succeeded", null)]
    [InlineData("pm_card_chargeDeclined", null, "card_declined")]
    public async Task ConfirmCardPayment_TakesAMethodByItsId(string method, string? status, string? code)
    {
        var intent = await CreateAsync();

        var result = await CallAsync($"stripe.confirmCardPayment('{intent.ClientSecret}', {{ payment_method: '{method}' }})");

        Assert.Equal((status, code), (Text(result, "paymentIntent", "status"), Text(result, "error", "code")));
    }

    [Fact]
    public async Task ConfirmCardPayment_LeavesTheQuestionToThePage_WhenToldSo()
    {
        var intent = await CreateAsync();

        var result = await CallAsync(
            $"stripe.confirmCardPayment('{intent.ClientSecret}', {{ payment_method: 'pm_card_authenticationRequired' }}, {{ handleActions: false }})");

        Assert.Equal("requires_action", Text(result, "paymentIntent", "status"));
        await Expect(_page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("automatic", "handleNextAction({{ clientSecret: '{0}' }})", "succeeded")]
    [InlineData("manual", "handleCardAction('{0}')", "requires_confirmation")]
    public async Task APaymentThatTheServerConfirmed_IsBroughtOnByThePage(string confirmationMethod, string call, string status)
    {
        var intent = await CreateAsync(options =>
        {
            (options.PaymentMethod, options.Confirm) = ("pm_card_authenticationRequired", true);
            (options.ConfirmationMethod, options.UseStripeSdk) = (confirmationMethod, true);
        });

        var calling = CallAsync("stripe." + string.Format(System.Globalization.CultureInfo.InvariantCulture, call, intent.ClientSecret));
        await _page.FrameLocator("iframe").GetByText("Complete authentication").ClickAsync();

        Assert.Equal(status, Text(await calling, "paymentIntent", "status"));
    }

    [Fact]
    public async Task APaymentThatSendsThePayerElsewhere_LeadsThere()
    {
        var intent = await CreateAsync(options =>
        {
            (options.PaymentMethod, options.Confirm) = ("pm_card_authenticationRequired", true);
            options.ReturnUrl = new Uri(_shop.Url, "/done").ToString();
        });

        await _page.EvaluateAsync($"() => {{ {StripeObject} stripe.handleNextAction({{ clientSecret: '{intent.ClientSecret}' }}); }}");
        await _page.Button("Complete authentication").ClickAsync();

        await Expect(_page.GetByText("Back at the shop")).ToBeVisibleAsync();
        await Expect(_page.GetByText("succeeded")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ElementsWithoutAPayment_AreSubmittedFirst_AndMakeAMethod()
    {
        const string Fill = """
            const elements = stripe.elements({ mode: "payment", amount: 500, currency: "usd" });
            const element = elements.create("payment");
            element.mount("#payment");
            const field = (name) => document.querySelector("#payment > div").shadowRoot.querySelector(`[name=${name}]`);
            const empty = await elements.submit();
            [["number", "5555555555554444"], ["expiry", "0144"], ["cvc", "123"]].forEach(([name, text]) => {
              field(name).value = text;
              field(name).dispatchEvent(new InputEvent("input"));
            });
            const submitted = await elements.submit();
            const { paymentMethod } = await stripe.createPaymentMethod({ elements, params: { billing_details: { name: "Ada" } } });
            return { empty, submitted, paymentMethod, same: elements.getElement("payment") === element };
            """;

        var result = await _page.EvaluateAsync<JsonElement>($"async () => {{ {StripeObject} {Fill} }}");

        Assert.Equal("incomplete_number", Text(result, "empty", "error", "code"));
        Assert.Equal("card", Text(result, "submitted", "selectedPaymentMethod"));
        Assert.True(result.GetProperty("same").GetBoolean());
        var method = await _server.Stripe.V1.PaymentMethods.GetAsync(Text(result, "paymentMethod", "id"));
        Assert.Equal(("4444", 2044, "Ada"), (method.Card.Last4, method.Card.ExpYear, method.BillingDetails.Name));
    }

    [Fact]
    public async Task ACardElement_KeepsWhatWasTyped_WhenItIsMountedAgain_AndPays()
    {
        var intent = await CreateAsync();
        await _page.EvaluateAsync($"() => {{ {StripeObject} window.stripe = stripe; window.card = stripe.elements().create('card'); "
            + "window.changes = []; card.on('change', (event) => changes.push(event)); card.mount('#payment'); }");
        await _page.Field("Card number").FillAsync("378282246310005");
        await _page.Field("Expiration date").PressSequentiallyAsync("1/34");
        await _page.Field("Security code").FillAsync("1234");

        await _page.EvaluateAsync("() => { card.unmount(); card.mount('#payment'); }");
        await Expect(_page.Field("Card number")).ToHaveValueAsync("3782 822463 10005");
        await Expect(_page.Field("Expiration date")).ToHaveValueAsync("01 / 34");
        var result = await _page.EvaluateAsync<JsonElement>(
            $"() => stripe.confirmCardPayment('{intent.ClientSecret}', {{ payment_method: {{ card, billing_details: {{ name: 'Ada' }} }} }})");

        Assert.Equal("succeeded", Text(result, "paymentIntent", "status"));
        var last = await _page.EvaluateAsync<JsonElement>("() => changes.at(-1)");
        Assert.Equal(("amex", true), (Text(last, "brand"), last.GetProperty("complete").GetBoolean()));
        var charge = (await _server.Stripe.V1.Charges.ListAsync(new() { PaymentIntent = intent.Id })).Single();
        Assert.Equal(("0005", "Ada", 2034), (
            charge.PaymentMethodDetails.Card.Last4, charge.BillingDetails.Name, charge.PaymentMethodDetails.Card.ExpYear));
    }

    [Fact]
    public async Task RedirectToCheckout_OpensTheSessionsPage()
    {
        var session = await _server.CreatePackSessionAsync();

        await _page.EvaluateAsync($"() => {{ {StripeObject} stripe.redirectToCheckout({{ sessionId: '{session.Id}' }}); }}");

        await Expect(_page).ToHaveURLAsync(session.Url);
    }

    [Theory]
    [InlineData("Stripe('')", "publishable key")]
    [InlineData("Stripe('sk_test_emulator_tests')", "secret key")]
    [InlineData("Stripe('pk_live_emulator_tests')", "pk_test_")]
    [InlineData("Stripe('pk_test_emulator_tests').confirmCardSetup('x')", "confirmCardSetup() is not covered")]
    [InlineData("Stripe('pk_test_emulator_tests').elements().create('iban')", "iban")]
    [InlineData("Stripe('pk_test_emulator_tests').retrievePaymentIntent('pi_1')", "client_secret")]
    public async Task WhatAPageDoesWrong_IsSaid(string call, string message)
    {
        var said = await _page.EvaluateAsync<string>($"async () => {{ try {{ await {call}; }} catch (e) {{ return e.name + ': ' + e.message; }} }}");

        Assert.StartsWith("IntegrationError: ", said, StringComparison.Ordinal);
        Assert.Contains(message, said, StringComparison.Ordinal);
    }

    private Task<JsonElement> CallAsync(string call) => _page.EvaluateAsync<JsonElement>($"async () => {{ {StripeObject} return await {call}; }}");

    private Task<PaymentIntent> CreateAsync(Action<PaymentIntentCreateOptions>? more = null)
    {
        var options = new PaymentIntentCreateOptions { Amount = 500, Currency = "usd" };
        more?.Invoke(options);
        return _server.Stripe.V1.PaymentIntents.CreateAsync(options);
    }

    private static string? Text(JsonElement result, params string[] path)
    {
        foreach (var name in path)
        {
            if (!result.TryGetProperty(name, out result))
            {
                return null;
            }
        }

        return result.GetString();
    }
}
