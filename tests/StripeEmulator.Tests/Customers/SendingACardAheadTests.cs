using Stripe;

namespace StripeEmulator.Tests.Customers;

public sealed class SendingACardAheadTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    private static readonly string[] Card =
        ["card[number]=5555555555554444", "card[exp_month]=7", "card[exp_year]=2031", "card[name]=Ada", "card[address_zip]=12345"];

    [Fact]
    public async Task APagesToken_BecomesAMethodOnce()
    {
        var token = await server.SendAsync(HttpMethod.Post, "/v1/tokens", Card, EmulatorServer.PublishableKey);
        var options = new PaymentMethodCreateOptions { Type = "card", Card = new() { Token = token.Id } };

        var method = await server.Stripe.V1.PaymentMethods.CreateAsync(options);
        var again = await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.PaymentMethods.CreateAsync(options));

        Assert.Equal(("MasterCard", "4444", 7), (token.Json["card"]!.Text("brand"), token.Json["card"]!.Text("last4"), token.Json["card"]!.Number("exp_month")));
        Assert.Equal(("mastercard", 7, 2031), (method.Card.Brand, method.Card.ExpMonth, method.Card.ExpYear));
        Assert.Equal("token_already_used", again.StripeError.Code);
        Assert.True((await server.Stripe.V1.Tokens.GetAsync(token.Id)).Used);
    }

    [Fact]
    public async Task WhatIsNoCard_OrNoTestCard_GetsNoToken()
    {
        var mistyped = await server.PostAsync("/v1/tokens", ["card[number]=5555555555554445", .. Card[1..]]);
        var real = await server.PostAsync("/v1/tokens", ["card[number]=4000000000000010", .. Card[1..]]);
        var account = await server.PostAsync("/v1/tokens", "bank_account[account_number]=000123456789");
        var unknown = await server.PostAsync("/v1/payment_methods", "type=card", "card[token]=tok_nobody");

        Assert.Equal((402, "incorrect_number"), (mistyped.Status, mistyped.Code));
        Assert.Equal((402, "card_declined"), (real.Status, real.Code));
        Assert.Equal((400, "emulator_not_covered"), (account.Status, account.Code));
        Assert.Equal((400, "resource_missing", "card[token]"), (unknown.Status, unknown.Code, unknown.Parameter));
    }
}
