using Stripe;

namespace StripeEmulator.Tests.Authentication;

public sealed class AskingAboutAnInvoiceTests : IDisposable
{
    private const string AlwaysAsks = "pm_card_authenticationRequired";
    private const string AsksUnlessSetUp = "pm_card_authenticationRequiredOnSetup";

    private readonly Browser _browser = new();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task ASubscription_StaysIncomplete_UntilThePayerAgreed()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync(AlwaysAsks);

        var begun = await server.SubscribeAsync(customer.Id);
        var intent = await PaymentOfAsync(server, begun);
        await _browser.AnswerAsync(intent);

        Assert.Equal(("incomplete", "requires_action"), (begun.Status, intent.Status));
        var active = await server.Stripe.V1.Subscriptions.GetAsync(begun.Id, new() { Expand = ["latest_invoice"] });
        Assert.Equal(("active", "paid"), (active.Status, active.LatestInvoice.Status));
        Assert.Equal("incomplete", (await server.EventsAsync("customer.subscription.updated")).Single().Before().Text("status"));
        Assert.Equal(
            [
                "customer.subscription.created", "payment_intent.requires_action", "payment_intent.created", "invoice.created",
                "invoice.finalized", "invoice.payment_action_required", "invoice.payment_failed", "charge.succeeded",
                "payment_intent.succeeded", "invoice.paid", "invoice.payment_succeeded", "customer.subscription.updated",
            ],
            (await server.EventTypesAsync()).SkipWhile(type => type != "customer.subscription.created").Take(12));
    }

    [Fact]
    public async Task APageThatConfirmsTheFirstPayment_IsAskedToo()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.Stripe.V1.Customers.CreateAsync(new());
        var begun = await server.Stripe.V1.Subscriptions.CreateAsync(new()
        {
            Customer = customer.Id,
            Items = [new() { Price = (await server.CreatePriceAsync(Shop.MonthlyCents, "month")).Id }],
            PaymentBehavior = "default_incomplete",
        });

        var intent = await server.Stripe.V1.PaymentIntents.ConfirmAsync(
            (await PaymentOfAsync(server, begun)).Id, new() { PaymentMethod = AlwaysAsks });
        await _browser.AnswerAsync(intent);

        Assert.Single(await server.EventsAsync("invoice.payment_action_required"));
        Assert.Equal("active", (await server.Stripe.V1.Subscriptions.GetAsync(begun.Id)).Status);
    }

    [Fact]
    public async Task ErrorIfIncomplete_RefusesACardThatAsks()
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync(AlwaysAsks);
        var price = await server.CreatePriceAsync(Shop.MonthlyCents, "month");

        var answer = await server.PostAsync(
            "/v1/subscriptions", $"customer={customer.Id}", $"items[0][price]={price.Id}", "payment_behavior=error_if_incomplete");

        Assert.Equal((402, "subscription_payment_intent_requires_action"), (answer.Status, answer.Code));
        Assert.Empty(await server.Stripe.V1.Subscriptions.ListAsync(new() { Status = "all" }));
    }

    [Fact]
    public async Task ARenewal_FailsWithACardThatAlwaysAsks_AndThePayerPaysInThePortal()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var (server, subscription) = (clocked.Server, await SubscribeByCheckoutAsync(clocked.Server, AlwaysAsks));

        await clocked.AdvanceAsync(TimeSpan.FromDays(32));
        var late = await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id, new() { Expand = ["latest_invoice"] });
        var intent = await PaymentOfAsync(server, late);
        var portal = await server.Stripe.V1.BillingPortal.Sessions.CreateAsync(new() { Customer = late.CustomerId });
        await _browser.OpenAsync(new Uri(portal.Url));
        await _browser.PressAsync($"Pay {late.LatestInvoice.Number}");
        await _browser.AnswerAsync(_browser.Redirect!);

        Assert.Equal(("past_due", "open"), (late.Status, late.LatestInvoice.Status));
        Assert.Equal(("requires_payment_method", "authentication_required"), (intent.Status, intent.LastPaymentError.Code));
        Assert.Equal(
            ["invoice.payment_action_required", "invoice.payment_failed"],
            (await server.EventsAsync("invoice.payment_action_required", "invoice.payment_failed")).Take(2).Select(Shop.TypeOf));
        Assert.StartsWith(portal.Url, _browser.Redirect!.ToString(), StringComparison.Ordinal);
        Assert.Equal("active", (await server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).Status);
    }

    [Fact]
    public async Task ARenewal_PassesWithACardThatTheFirstPaymentSetUp()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var subscription = await SubscribeByCheckoutAsync(clocked.Server, AsksUnlessSetUp);

        await clocked.AdvanceAsync(TimeSpan.FromDays(32));

        var renewed = await clocked.Server.Stripe.V1.Subscriptions.GetAsync(subscription.Id, new() { Expand = ["latest_invoice"] });
        Assert.Equal(("active", "subscription_cycle", "paid"), (
            renewed.Status, renewed.LatestInvoice.BillingReason, renewed.LatestInvoice.Status));
    }

    [Theory]
    [InlineData(null, "authentication_required")]
    [InlineData("off_session=true", "authentication_required")]
    [InlineData("off_session=false", "invoice_payment_intent_requires_action")]
    public async Task PayingAnInvoice_SaysThatThePayerIsNeeded(string? parameter, string code)
    {
        await using var server = await EmulatorServer.StartAsync();
        var customer = await server.CreateCustomerAsync(AlwaysAsks);
        var begun = await server.SubscribeAsync(customer.Id);

        var answer = await server.PostAsync($"/v1/invoices/{begun.LatestInvoiceId}/pay", parameter is null ? [] : [parameter]);

        Assert.Equal((402, "card_error", code), (answer.Status, answer.ErrorType, answer.Code));
        Assert.Equal("open", (await server.Stripe.V1.Invoices.GetAsync(begun.LatestInvoiceId)).Status);
    }

    private static async Task<Subscription> SubscribeByCheckoutAsync(EmulatorServer server, string card)
    {
        await server.PayAsync(await server.CreatePlanSessionAsync(), card);
        return (await server.Stripe.V1.Subscriptions.ListAsync()).Single();
    }

    private static async Task<PaymentIntent> PaymentOfAsync(EmulatorServer server, Subscription subscription)
    {
        var payments = await server.Stripe.V1.InvoicePayments.ListAsync(
            new() { Invoice = subscription.LatestInvoiceId, Expand = ["data.payment.payment_intent"] });
        return payments.Single().Payment.PaymentIntent;
    }
}
