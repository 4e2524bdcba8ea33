using System.Net;
using Stripe.Checkout;

namespace StripeEmulator.Tests.Pages;

public sealed class PayingOnTheCheckoutPageTests(EmulatorServer server) : IClassFixture<EmulatorServer>, IDisposable
{
    private readonly Browser _browser = new();

    [Fact]
    public async Task ATypedCard_Pays_AndLeadsToTheShop()
    {
        var session = await server.CreatePackSessionAsync();

        await _browser.OpenAsync(new Uri(session.Url));
        var page = _browser.Page;
        await _browser.PressAsync("Pay $30.00", ("number", "4242 4242 4242 4242"), ("email", "ada@example.test"));

        Assert.Contains("Plan at 1500", page, StringComparison.Ordinal);
        Assert.Contains("""<a href="https://shop.example.test/back">""", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, _browser.Status);
        Assert.Equal($"https://shop.example.test/done?session={session.Id}", _browser.Redirect!.ToString());
        var completed = await ReloadAsync(session);
        Assert.Equal(("paid", "ada@example.test"), (completed.PaymentStatus, completed.CustomerDetails.Email));
    }

    [Fact]
    public async Task ADecline_IsShown_AndATestButtonPaysAfterIt()
    {
        var session = await server.CreatePlanSessionAsync();
        await _browser.OpenAsync(new Uri(session.Url));

        await _browser.PressAsync("Pay with a card without funds", ("email", "ada@example.test"));
        var declined = _browser.Page;
        await _browser.PressAsync("Pay with a good card");

        Assert.Contains("""role="alert">Your card has insufficient funds.<""", declined, StringComparison.Ordinal);
        Assert.Contains("""value="ada@example.test">""", declined, StringComparison.Ordinal);
        Assert.Equal("https://shop.example.test/done", _browser.Redirect!.ToString());
        Assert.NotNull((await ReloadAsync(session)).SubscriptionId);
    }

    [Fact]
    public async Task ABankAccount_LeavesItUnpaidForDays()
    {
        var session = await server.CreatePackSessionAsync();
        await _browser.OpenAsync(new Uri(session.Url));

        await _browser.PressAsync("Pay from a bank account, which takes days");

        Assert.Equal(("complete", "unpaid"), (await ReloadAsync(session) is var done ? done.Status : "", done.PaymentStatus));
    }

    [Fact]
    public async Task ANumberThatIsNoTestCard_IsRefused()
    {
        var session = await server.CreatePackSessionAsync();
        await _browser.OpenAsync(new Uri(session.Url));

        await _browser.PressAsync("Pay $30.00", ("number", "4111 1111 1111 1111"));

        Assert.Contains("Your card number is incorrect.", _browser.Page, StringComparison.Ordinal);
        Assert.Equal("open", (await ReloadAsync(session)).Status);
    }

    [Fact]
    public async Task APaidOrUnknownSession_CanNotBePaid()
    {
        var session = await server.CreatePackSessionAsync();
        await server.PayAsync(session);

        await _browser.OpenAsync(new Uri(session.Url));
        Assert.DoesNotContain("<form", _browser.Page, StringComparison.Ordinal);
        await _browser.OpenAsync(new Uri(server.Url, "/checkout/cs_test_unknown"));
        Assert.Equal(HttpStatusCode.NotFound, _browser.Status);
    }

    [Fact]
    public async Task WhatAMerchantWrites_IsNeverMarkup()
    {
        var session = await server.Stripe.V1.Checkout.Sessions.CreateAsync(new()
        {
            Mode = "payment",
            SuccessUrl = "https://shop.example.test/done",
            CancelUrl = "javascript:alert(1)",
            CustomerEmail = "\"><script>@example.test",
            LineItems =
            [
                new() { Quantity = 1, PriceData = new() { Currency = "usd", UnitAmount = 500, ProductData = new() { Name = "<b>Pack</b>" } } },
            ],
        });

        await _browser.OpenAsync(new Uri(session.Url));

        Assert.Contains("&lt;b&gt;Pack&lt;/b&gt;", _browser.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", _browser.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript:", _browser.Page, StringComparison.Ordinal);
    }

    public void Dispose() => _browser.Dispose();

    private Task<Session> ReloadAsync(Session session) => server.Stripe.V1.Checkout.Sessions.GetAsync(session.Id);
}
