using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Stripe;
using Stripe.Checkout;
using StripeEmulator;

namespace Billing.Tests.Running;

/// <summary>The local Stripe on a port of its own: what it holds, and what shall go wrong with it.</summary>
public sealed class LocalStripe : IAsyncDisposable
{
    public const string PlanPrice = "price_plus";
    public const string MemberPrice = "price_plus_member";
    public const string VerificationPrice = "price_verification";

    private const int PageSize = 100;

    private readonly WebApplication _application;
    private readonly HttpClient _control;
    private readonly StripeClient _client;

    private LocalStripe(WebApplication application)
    {
        _application = application;
        Url = new Uri(application.Urls.Single());
        _control = new HttpClient { BaseAddress = Url };
        _client = new StripeClient(new StripeClientOptions
        {
            ApiKey = BillingApplication.SecretKey,
            ApiBase = Url.ToString().TrimEnd('/'),
        });
    }

    public Uri Url { get; }

    /// <param name="clockFile">Moves its clock, for renewals.</param>
    public static async Task<LocalStripe> StartAsync(string? clockFile = null)
    {
        var application = EmulatorApplication.Build(
            "--urls=http://127.0.0.1:0",
            $"--STRIPE_SECRET_KEY={BillingApplication.SecretKey}",
            $"--STRIPE_PUBLISHABLE_KEY={BillingApplication.PublishableKey}",
            $"--Development:ClockFile={clockFile}",
            $"--Prices:0:Id={PlanPrice}",
            "--Prices:0:AmountCents=500",
            $"--Prices:1:Id={MemberPrice}",
            "--Prices:1:AmountCents=200",
            $"--Prices:2:Id={VerificationPrice}",
            "--Prices:2:AmountCents=2000");
        await application.StartAsync();
        return new LocalStripe(application);
    }

    public async Task<IReadOnlyList<Customer>> CustomersOfAsync(string user)
    {
        var all = _client.V1.Customers.ListAutoPagingAsync(new CustomerListOptions { Limit = PageSize });
        return await all.Where(customer => IsOf(customer.Metadata, user)).ToListAsync();
    }

    public async Task<IReadOnlyList<PaymentIntent>> PaymentsOfAsync(string user)
    {
        var all = _client.V1.PaymentIntents.ListAutoPagingAsync(new PaymentIntentListOptions { Limit = PageSize });
        return await all.Where(payment => payment.Metadata.GetValueOrDefault("user_id") == user).ToListAsync();
    }

    public async Task<IReadOnlyList<Session>> SessionsOfAsync(string user)
    {
        var all = _client.V1.Checkout.Sessions.ListAutoPagingAsync(new SessionListOptions { Limit = PageSize });
        return await all.Where(session => IsOf(session.Metadata, user)).ToListAsync();
    }

    /// <summary>What a payer does on the hosted page.</summary>
    public async Task PayCheckoutAsync(string sessionId, string paymentMethod)
    {
        using var response = await _control.PostAsJsonAsync(
            new Uri($"/_emulator/checkout/{sessionId}/pay", UriKind.Relative),
            new { paymentMethod, email = "payer@example.test", name = "A Payer" });
        response.EnsureSuccessStatusCode();
    }

    public async Task<IReadOnlyList<Stripe.Subscription>> SubscriptionsOfAsync(string user)
    {
        var all = _client.V1.Subscriptions.ListAutoPagingAsync(new SubscriptionListOptions { Limit = PageSize, Status = "all" });
        return await all.Where(subscription => IsOf(subscription.Metadata, user)).ToListAsync();
    }

    // A user's, or an organization's.
    private static bool IsOf(Dictionary<string, string> metadata, string owner) =>
        metadata.GetValueOrDefault("user_id") == owner || metadata.GetValueOrDefault("organization_id") == owner;

    public async Task<Customer> CustomerAsync(string customerId) => await _client.V1.Customers.GetAsync(customerId);

    public async Task<IReadOnlyList<Invoice>> InvoicesOfAsync(string subscriptionId) =>
        (await _client.V1.Invoices.ListAsync(new InvoiceListOptions { Subscription = subscriptionId })).Data;

    /// <summary>Ends a subscription at once, as somebody in the dashboard would.</summary>
    public Task EndSubscriptionAsync(string subscriptionId) => _client.V1.Subscriptions.CancelAsync(subscriptionId);

    /// <summary>Lets a subscription end at a moment, as the portal does.</summary>
    public Task EndSubscriptionAtAsync(string subscriptionId, DateTime moment) =>
        _client.V1.Subscriptions.UpdateAsync(subscriptionId, new SubscriptionUpdateOptions { CancelAt = moment });

    /// <summary>Moves a subscription to another price, as the portal does.</summary>
    public Task ChangePriceAsync(Stripe.Subscription subscription, string price) => _client.V1.Subscriptions.UpdateAsync(
        subscription.Id, new SubscriptionUpdateOptions { Items = [new() { Id = subscription.Items.Data[0].Id, Price = price }] });

    public async Task<IReadOnlyList<Refund>> RefundsOfAsync(string paymentIntentId) =>
        (await _client.V1.Refunds.ListAsync(new RefundListOptions { PaymentIntent = paymentIntentId })).Data;

    /// <summary>Pays, as a page with the client's secret would.</summary>
    public Task ConfirmAsync(string paymentIntentId) => _client.V1.PaymentIntents.ConfirmAsync(
        paymentIntentId, new PaymentIntentConfirmOptions { PaymentMethod = "pm_card_visa", ReturnUrl = "https://app.example/" });

    /// <summary>A webhook endpoint that nobody answers at: whatever happens from now on is undelivered.</summary>
    public Task AddDeadEndpointAsync() => _client.V1.WebhookEndpoints.CreateAsync(
        new WebhookEndpointCreateOptions { Url = "http://127.0.0.1:1/", EnabledEvents = ["*"] });

    /// <summary>So many events of type <c>customer.updated</c>.</summary>
    public async Task UpdateCustomerAsync(string customerId, int times)
    {
        foreach (var number in Enumerable.Range(1, times))
        {
            await _client.V1.Customers.UpdateAsync(
                customerId, new CustomerUpdateOptions { Metadata = new Dictionary<string, string> { ["number"] = $"{number}" } });
        }
    }

    public async Task<IReadOnlyList<Event>> EventsAsync(string type) =>
        (await _client.V1.Events.ListAsync(new EventListOptions { Type = type, Limit = PageSize })).Data;

    public Task DeleteCustomerAsync(string customerId) => _client.V1.Customers.DeleteAsync(customerId);

    /// <summary>The next requests below the path are answered with this status, and nothing is done.</summary>
    public Task FailAsync(string path, int requests, int status) =>
        PlanAsync(new { failNextRequests = requests, status, path, method = "POST" });

    /// <summary>The next requests below the path are done, and their answers lost.</summary>
    public Task LoseAnswersAsync(string path, int requests) =>
        PlanAsync(new { failNextRequests = requests, afterEffect = true, path, method = "POST" });

    /// <summary>The next such request takes effect only after this time.</summary>
    public Task DelayAsync(string method, string path, TimeSpan by) =>
        PlanAsync(new { requests = 1, delayMs = (int)by.TotalMilliseconds, path, method });

    /// <summary>How many requests are still to be hit by what was planned.</summary>
    public async Task<int> FaultsLeftAsync() =>
        (await _control.GetFromJsonAsync<FaultsLeft>(new Uri("/_emulator/faults", UriKind.Relative)))!.RequestsLeft;

    public async Task ForgetFaultsAsync()
    {
        using var response = await _control.DeleteAsync(new Uri("/_emulator/faults", UriKind.Relative));
        response.EnsureSuccessStatusCode();
    }

    private async Task PlanAsync(object fault)
    {
        using var response = await _control.PostAsJsonAsync(new Uri("/_emulator/faults", UriKind.Relative), fault);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private sealed record FaultsLeft(int RequestsLeft);
}
