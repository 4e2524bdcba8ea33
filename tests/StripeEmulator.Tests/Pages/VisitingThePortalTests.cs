using System.Net;
using Stripe;

namespace StripeEmulator.Tests.Pages;

public sealed class VisitingThePortalTests(EmulatorServer server) : IClassFixture<EmulatorServer>, IDisposable
{
    private readonly Browser _browser = new();

    [Fact]
    public async Task ACustomer_EndsAFlexibleSubscriptionAtAMoment_AndTakesItBack()
    {
        var subscription = await server.SubscribeAsync();
        await OpenAsync(subscription);

        await _browser.PressAsync("Cancel subscription");
        var ending = await ReloadAsync(subscription);
        await OpenAsync(subscription);
        var page = _browser.Page;
        await _browser.PressAsync("Don't cancel");

        Assert.Equal((ending.Items.Data[0].CurrentPeriodEnd, false), (ending.CancelAt, ending.CancelAtPeriodEnd));
        Assert.Contains("It ends on", page, StringComparison.Ordinal);
        Assert.Null((await ReloadAsync(subscription)).CancelAt);
    }

    [Fact]
    public async Task ACustomer_SeesInvoices_AndPaysByAnotherCard()
    {
        var subscription = await server.SubscribeAsync();
        await OpenAsync(subscription);

        Assert.Contains("<td>$10.00</td><td>paid</td>", _browser.Page, StringComparison.Ordinal);
        Assert.Contains("https://shop.example.test/account", _browser.Page, StringComparison.Ordinal);
        await _browser.PressAsync("Pay with this card from now on", ("number", "5555555555554444"));

        var method = await server.Stripe.V1.PaymentMethods.GetAsync((await ReloadAsync(subscription)).DefaultPaymentMethodId);
        Assert.Equal(("4444", subscription.CustomerId), (method.Card.Last4, method.CustomerId));
    }

    [Fact]
    public async Task ACustomerWhoseRenewalFailed_ChoosesAnotherCard_AndPays()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var late = await clocked.Server.SubscribeAsync();
        await clocked.Server.Stripe.V1.Subscriptions.UpdateAsync(late.Id, new() { DefaultPaymentMethod = "pm_card_chargeCustomerFail" });
        await clocked.AdvanceAsync(TimeSpan.FromDays(32));
        var number = (await clocked.Server.Stripe.V1.Invoices.ListAsync(new() { Customer = late.CustomerId, Status = "open" })).Single().Number;
        var portal = new Uri((await clocked.Server.Stripe.V1.BillingPortal.Sessions.CreateAsync(new() { Customer = late.CustomerId })).Url);
        await _browser.OpenAsync(portal);

        await _browser.PressAsync($"Pay {number}");
        Assert.Contains("""role="alert">The payment was refused.""", _browser.Page, StringComparison.Ordinal);
        await _browser.PressAsync("Pay with this card from now on", ("number", "4242424242424242"));
        await _browser.OpenAsync(portal);
        await _browser.PressAsync($"Pay {number}");

        Assert.Equal(HttpStatusCode.SeeOther, _browser.Status);
        Assert.Equal("active", (await clocked.Server.Stripe.V1.Subscriptions.GetAsync(late.Id)).Status);
    }

    [Fact]
    public async Task ACustomer_ChangesThePrice_WhereTheConfigurationOffersIt()
    {
        var subscription = await server.SubscribeAsync();
        var higher = await server.CreatePriceAsync(2_500, "month");
        var hidden = await server.CreatePriceAsync(1, "month");
        var configuration = await server.Stripe.V1.BillingPortal.Configurations.CreateAsync(new()
        {
            Features = new()
            {
                InvoiceHistory = new() { Enabled = false },
                SubscriptionUpdate = new()
                {
                    Enabled = true,
                    DefaultAllowedUpdates = ["price"],
                    ProrationBehavior = "none",
                    Products = [new() { Product = higher.ProductId, Prices = [higher.Id] }],
                },
            },
        });
        await OpenAsync(subscription, configuration.Id);

        Assert.DoesNotContain(hidden.Id, _browser.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("Invoices", _browser.Page, StringComparison.Ordinal);
        await _browser.PressAsync("Change price", ("price", hidden.Id));
        Assert.Contains("""role="alert">That price is not on offer.""", _browser.Page, StringComparison.Ordinal);
        await OpenAsync(subscription, configuration.Id);
        await _browser.PressAsync("Change price", ("price", higher.Id));

        Assert.Equal(higher.Id, (await ReloadAsync(subscription)).Items.Data[0].Price.Id);
    }

    [Fact]
    public async Task SomebodyElsesSubscription_IsNotThere()
    {
        var (mine, another) = (await server.SubscribeAsync(), await server.SubscribeAsync());
        await OpenAsync(mine);
        var action = new Uri(server.Url, $"{new Uri(await PortalUrlAsync(mine)).AbsolutePath}/subscriptions/{another.Id}/cancel");

        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([]);
        using var response = await http.PostAsync(action, form);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Null((await ReloadAsync(another)).CancelAt);
    }

    public void Dispose() => _browser.Dispose();

    private async Task OpenAsync(Subscription subscription, string? configuration = null) =>
        await _browser.OpenAsync(new Uri(await PortalUrlAsync(subscription, configuration)));

    private async Task<string> PortalUrlAsync(Subscription subscription, string? configuration = null) =>
        (await server.Stripe.V1.BillingPortal.Sessions.CreateAsync(new()
        {
            Customer = subscription.CustomerId,
            Configuration = configuration,
            ReturnUrl = "https://shop.example.test/account",
        })).Url;

    private Task<Subscription> ReloadAsync(Subscription subscription) => server.Stripe.V1.Subscriptions.GetAsync(subscription.Id);
}
