using Stripe.Checkout;

namespace StripeEmulator.Tests.Checkout;

public sealed class PayingAsThePageDoesTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    private const string PackCents = "3000";

    [Fact]
    public async Task TheStripeCli_PaysASession_InItsOwnWay()
    {
        var session = await server.CreatePackSessionAsync();

        var shown = await server.GetAsync($"/v1/payment_pages/{session.Id}");
        var method = await server.PostAsync(
            "/v1/payment_methods", "type=card", "card[token]=tok_visa", "billing_details[email]=stripe@example.test", "billing_details[name]=Jenny");
        var paid = await server.PostAsync(
            $"/v1/payment_pages/{session.Id}/confirm", $"payment_method={method.Id}", $"expected_amount={PackCents}");

        Assert.Equal((session.Id, "open"), (shown.Id, shown.Json.Text("status")));
        Assert.Equal((200, "complete", "paid"), (paid.Status, paid.Json.Text("status"), paid.Json.Text("payment_status")));
        Assert.Equal("stripe@example.test", paid.Json["customer_details"]!.Text("email"));
    }

    [Fact]
    public async Task AnotherAmountThanExpected_IsNotPaid()
    {
        var session = await server.CreatePackSessionAsync();

        var answer = await server.PostAsync($"/v1/payment_pages/{session.Id}/confirm", "payment_method=pm_card_visa", "expected_amount=1");

        Assert.Equal((400, "checkout_amount_mismatch"), (answer.Status, answer.Code));
        Assert.Equal("open", (await ReloadAsync(session)).Status);
    }

    [Fact]
    public async Task ADeclinedCard_IsADecline_AndAPaidSession_IsPaidOnce()
    {
        var session = await server.CreatePackSessionAsync();

        var declined = await server.PostAsync($"/v1/payment_pages/{session.Id}/confirm", "payment_method=pm_card_chargeDeclined");
        await server.PostAsync($"/v1/payment_pages/{session.Id}/confirm", "payment_method=pm_card_visa");
        var again = await server.PostAsync($"/v1/payment_pages/{session.Id}/confirm", "payment_method=pm_card_visa");

        Assert.Equal((402, "card_declined"), (declined.Status, declined.Code));
        Assert.Equal((400, "checkout_not_active_session"), (again.Status, again.Code));
        Assert.Equal(2, (await server.Stripe.V1.Charges.ListAsync(new() { PaymentIntent = (await ReloadAsync(session)).PaymentIntentId })).Count());
    }

    [Fact]
    public async Task WhatTheSessionSaysOfItsPayment_ThePaymentHas()
    {
        var session = await server.Stripe.V1.Checkout.Sessions.CreateAsync(new()
        {
            Mode = "payment",
            LineItems = [new() { Price = (await server.CreatePriceAsync(500)).Id, Quantity = 1 }],
            SuccessUrl = "https://shop.example.test/done",
            PaymentIntentData = new()
            {
                CaptureMethod = "manual",
                Shipping = new() { Name = "Ada", Address = new() { Line1 = "510 Townsend St", Country = "US" } },
            },
        });
        await server.PayAsync(session);

        var reserved = await ReloadAsync(session);
        await server.Stripe.V1.PaymentIntents.CaptureAsync(reserved.PaymentIntentId);

        Assert.Equal(("complete", "unpaid"), (reserved.Status, reserved.PaymentStatus));
        Assert.Equal("paid", (await ReloadAsync(session)).PaymentStatus);
        var intent = await server.Stripe.V1.PaymentIntents.GetAsync(reserved.PaymentIntentId, new() { Expand = ["latest_charge"] });
        Assert.Equal(("Ada", "510 Townsend St"), (intent.Shipping.Name, intent.LatestCharge.Shipping.Address.Line1));
    }

    private Task<Session> ReloadAsync(Session session) => server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id);
}
