using Stripe;
using Stripe.Checkout;

namespace StripeEmulator.Tests.Checkout;

public sealed class BuyingAPackByCheckoutTests
{
    private static readonly string[] CatalogueEvents = ["product.created", "price.created"];

    [Fact]
    public async Task APaidSession_IsComplete_AndItsPaymentCarriesTheMetadata()
    {
        await using var server = await EmulatorServer.StartAsync();
        var session = await server.CreatePackSessionAsync();

        var paid = await server.PayAsync(session);

        Assert.True(paid["succeeded"]!.GetValue<bool>());
        var completed = await server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, new() { Expand = ["payment_intent", "line_items"] });
        Assert.Equal(("complete", "paid", 3_000), (completed.Status, completed.PaymentStatus, completed.AmountTotal));
        Assert.Equal(("user-1", "7"), (completed.ClientReferenceId, completed.Metadata["order"]));
        Assert.Equal("payer@example.test", completed.CustomerDetails.Email);
        Assert.Equal(("succeeded", 3_000), (completed.PaymentIntent.Status, completed.PaymentIntent.Amount));
        Assert.Equal("ada", completed.PaymentIntent.Metadata["user_id"]);
        Assert.Equal(2, Assert.Single(completed.LineItems).Quantity);
        Assert.Null(completed.CustomerId);
        Assert.Null(completed.Url);
    }

    [Fact]
    public async Task TheEvents_ComeInStripesOrder()
    {
        await using var server = await EmulatorServer.StartAsync();
        await server.PayAsync(await server.CreatePackSessionAsync());

        Assert.Equal(
            ["charge.succeeded", "payment_intent.succeeded", "payment_intent.created", "checkout.session.completed"],
            (await server.EventTypesAsync()).Except(CatalogueEvents));
    }

    [Fact]
    public async Task ADeclinedCard_LeavesTheSessionOpen_AndTheNextCardPaysTheSamePayment()
    {
        await using var server = await EmulatorServer.StartAsync();
        var session = await server.CreatePackSessionAsync();

        var declined = await server.PayAsync(session, "pm_card_chargeDeclinedInsufficientFunds");
        var open = await server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id);
        await server.PayAsync(session);

        Assert.Equal((false, "insufficient_funds"), (declined["succeeded"]!.GetValue<bool>(), declined["declineCode"]!.GetValue<string>()));
        Assert.Equal(("open", "unpaid"), (open.Status, open.PaymentStatus));
        var completed = await server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id);
        Assert.Equal(open.PaymentIntentId, completed.PaymentIntentId);
        Assert.Equal(
            [
                "payment_intent.created", "charge.failed", "payment_intent.payment_failed",
                "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed",
            ],
            (await server.EventTypesAsync()).Except(CatalogueEvents));
    }

    [Fact]
    public async Task APriceDescribedOnTheSpot_IsSold_AndIsInNoCatalogue()
    {
        await using var server = await EmulatorServer.StartAsync();
        var session = await server.Stripe.V1.Checkout.Sessions.CreateAsync(new()
        {
            Mode = "payment",
            CustomerCreation = "always",
            SuccessUrl = "https://shop.example.test/done",
            LineItems =
            [
                new() { Quantity = 1, PriceData = new() { Currency = "eur", UnitAmount = 700, ProductData = new() { Name = "Pack" } } },
            ],
        });

        await server.PayAsync(session);

        var completed = await server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id, new() { Expand = ["customer"] });
        Assert.Equal(("eur", 700, "payer@example.test"), (completed.Currency, completed.AmountTotal, completed.Customer.Email));
        Assert.Equal("Pack", Assert.Single(await server.Stripe.V1.Checkout.Sessions.LineItems.ListAsync(session.Id)).Description);
        Assert.Empty(await server.Stripe.V1.Prices.ListAsync(new() { Active = true }));
    }

    [Fact]
    public async Task AfterADay_OrWhenAsked_AnOpenSessionExpires()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var (forgotten, withdrawn) = (await server.CreatePackSessionAsync(), await server.CreatePackSessionAsync());

        var expired = await server.Stripe.V1.Checkout.Sessions.ExpireAsync(withdrawn.Id);
        await clocked.AdvanceAsync(TimeSpan.FromHours(24.5));

        Assert.Equal("expired", expired.Status);
        Assert.Equal("expired", (await server.Stripe.V1.Checkout.Sessions.GetAsync(forgotten.Id)).Status);
        Assert.Equal(2, (await server.EventsAsync("checkout.session.expired")).Count);
        await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.Checkout.Sessions.ExpireAsync(forgotten.Id));
        await Assert.ThrowsAsync<HttpRequestException>(() => server.PayAsync(forgotten));
    }

    [Theory]
    [InlineData("payment", "month")]
    [InlineData("subscription", null)]
    public async Task AModeThatDoesNotFitThePrice_IsRefused(string mode, string? interval)
    {
        await using var server = await EmulatorServer.StartAsync();
        var price = await server.CreatePriceAsync(500, interval);

        var refused = await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.Checkout.Sessions.CreateAsync(new SessionCreateOptions
        {
            Mode = mode,
            LineItems = [new() { Price = price.Id, Quantity = 1 }],
            SuccessUrl = "https://shop.example.test/done",
        }));

        Assert.Equal("mode", refused.StripeError.Param);
    }

    [Fact]
    public async Task ASessionsMetadata_MayChange_AndNothingElseOfIt()
    {
        await using var server = await EmulatorServer.StartAsync();
        var session = await server.CreatePackSessionAsync();

        var noted = await server.Stripe.V1.Checkout.Sessions.UpdateAsync(session.Id, new() { Metadata = new() { ["note"] = "late" } });
        var refused = await server.PostAsync($"/v1/checkout/sessions/{session.Id}", "shipping_options[0][shipping_rate]=shr_1");

        Assert.Equal(("7", "late"), (noted.Metadata["order"], noted.Metadata["note"]));
        Assert.Equal((400, "emulator_not_covered"), (refused.Status, refused.Code));
    }
}
