using Stripe;

namespace StripeEmulator.Tests.Payments;

public sealed class ConfirmingFromAPageTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Fact]
    public async Task WithTheClientSecret_AndACardTypedIn_ThePaymentSucceeds()
    {
        var intent = await CreateAsync();

        var answer = await ConfirmAsync(
            intent,
            intent.ClientSecret,
            "4242 4242 4242 4242",
            "payment_method_data[billing_details][name]=Ada",
            "return_url=https://example.test/",
            "use_stripe_sdk=true");

        Assert.Equal((200, "succeeded"), (answer.Status, answer.Json["status"]!.GetValue<string>()));
        var charge = (await server.Stripe.V1.Charges.ListAsync(new() { PaymentIntent = intent.Id })).Single();
        var card = charge.PaymentMethodDetails.Card;
        Assert.Equal(("4242", 12, 2034), (card.Last4, card.ExpMonth, card.ExpYear));
        Assert.Equal("Ada", charge.BillingDetails.Name);
    }

    [Fact]
    public async Task ThePageSeesNeitherCustomerNorMetadata()
    {
        var intent = await CreateAsync();

        var answer = await server.SendAsync(
            HttpMethod.Get, $"/v1/payment_intents/{intent.Id}?client_secret={intent.ClientSecret}&key={EmulatorServer.PublishableKey}", key: null);

        Assert.Equal(500, answer.Json["amount"]!.GetValue<int>());
        Assert.All(["customer", "metadata", "latest_charge"], hidden => Assert.False(answer.Json.AsObject().ContainsKey(hidden)));
    }

    [Theory]
    [InlineData("pi_other_secret_x", "payment_intent_invalid_parameter")]
    [InlineData(null, "parameter_missing")]
    public async Task WithoutTheRightSecret_NothingIsCharged(string? clientSecret, string code)
    {
        var intent = await CreateAsync();

        var answer = await ConfirmAsync(intent, clientSecret, "4242424242424242");

        Assert.Equal((400, code, "client_secret"), (answer.Status, answer.Code, answer.Parameter));
        Assert.Equal("requires_payment_method", (await server.Stripe.V1.PaymentIntents.GetAsync(intent.Id)).Status);
    }

    [Fact]
    public async Task ADeclinedCard_IsADeclineForThePageToo()
    {
        var intent = await CreateAsync();

        var answer = await ConfirmAsync(intent, intent.ClientSecret, "4000000000009995");

        Assert.Equal((402, "insufficient_funds"), (answer.Status, answer.Error["decline_code"]!.GetValue<string>()));
        Assert.Equal("requires_payment_method", answer.Error["payment_intent"]!["status"]!.GetValue<string>());
        Assert.False(answer.Error["payment_intent"]!.AsObject().ContainsKey("metadata"));
    }

    [Theory]
    [InlineData("4242424242424241", "incorrect_number")]
    [InlineData("12", "incorrect_number")]
    [InlineData("4111111111111111", "card_declined")]
    public async Task ANumberThatIsNoTestCard_IsRefused_BeforeAnythingIsCharged(string number, string code)
    {
        var intent = await CreateAsync();

        var answer = await ConfirmAsync(intent, intent.ClientSecret, number);

        Assert.Equal((402, code), (answer.Status, answer.Code));
        Assert.Empty(await server.Stripe.V1.Charges.ListAsync(new() { PaymentIntent = intent.Id }));
    }

    [Fact]
    public async Task AMethodMadeFirst_CanBeConfirmedWith()
    {
        var intent = await CreateAsync();
        var method = await server.SendAsync(
            HttpMethod.Post,
            "/v1/payment_methods",
            ["type=card", "card[number]=5555555555554444", "card[exp_month]=1", "card[exp_year]=33"],
            EmulatorServer.PublishableKey);

        var answer = await server.SendAsync(
            HttpMethod.Post,
            $"/v1/payment_intents/{intent.Id}/confirm",
            [$"client_secret={intent.ClientSecret}", $"payment_method={method.Id}", $"key={EmulatorServer.PublishableKey}"],
            key: null);

        Assert.Equal((200, method.Id), (answer.Status, answer.Json["payment_method"]!.GetValue<string>()));
        Assert.Equal(2033, (await server.Stripe.V1.PaymentMethods.GetAsync(method.Id)).Card.ExpYear);
    }

    [Fact]
    public async Task AnythingElse_NeedsTheSecretKey()
    {
        var answer = await server.SendAsync(HttpMethod.Get, "/v1/customers", key: EmulatorServer.PublishableKey);

        Assert.Equal((401, "secret_key_required"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task APageOfAnyOrigin_MayAsk()
    {
        var answer = await server.SendAsync(
            HttpMethod.Options,
            "/v1/payment_intents/pi_1/confirm",
            key: null,
            headers: [("Origin", "https://example.test"), ("Access-Control-Request-Method", "POST")]);

        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
    }

    private Task<PaymentIntent> CreateAsync() =>
        server.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 500, Currency = "usd", Metadata = new() { ["user_id"] = "u1" } });

    private Task<Answer> ConfirmAsync(PaymentIntent intent, string? clientSecret, string number, params string[] more)
    {
        string[] secret = clientSecret is null ? [] : [$"client_secret={clientSecret}"];
        return server.SendAsync(
            HttpMethod.Post,
            $"/v1/payment_intents/{intent.Id}/confirm",
            [
                .. secret,
                "payment_method_data[type]=card",
                $"payment_method_data[card][number]={number}",
                "payment_method_data[card][exp_month]=12",
                "payment_method_data[card][exp_year]=2034",
                "payment_method_data[card][cvc]=123",
                "payment_method_data[guid]=page",
                .. more,
            ],
            EmulatorServer.PublishableKey);
    }
}
