using System.Diagnostics;
using Billing.StripeApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Stripe;

namespace Billing.Tests.StripeApi;

public sealed class RetryingRequestsTests
{
    // Far above every time-out that is tested: a call that never ends is a failure, not a hang.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static readonly RequestOptions Once = StripeCaller.Once("customer:test");

    [Theory]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    public async Task WhatMayPassIsTriedAgain_UnderTheSameKey(int status)
    {
        await using var stripe = await ScriptedStripe.StartAsync(ScriptedStripe.Status(status), ScriptedStripe.Status(status));

        Assert.Equal("cus_scripted", (await CreateCustomerAsync(stripe)).Id);

        Assert.Equal(["customer:test", "customer:test", "customer:test"], stripe.Keys);
    }

    [Fact]
    public async Task AfterTheLastRetryItIsUnavailable()
    {
        await using var stripe = await ScriptedStripe.StartAsync([.. Enumerable.Repeat(ScriptedStripe.Status(500), 10)]);

        await Assert.ThrowsAsync<StripeUnavailableException>(() => CreateCustomerAsync(stripe));

        Assert.Equal(4, stripe.Keys.Count);
    }

    [Fact]
    public async Task StripeSaysNo_ItIsNotTriedAgain()
    {
        await using var stripe = await ScriptedStripe.StartAsync(ScriptedStripe.Status(500, ("Stripe-Should-Retry", "false")));

        await Assert.ThrowsAsync<StripeUnavailableException>(() => CreateCustomerAsync(stripe));

        Assert.Single(stripe.Keys);
    }

    [Fact]
    public async Task StripeSaysYes_EvenARefusalIsTriedAgain()
    {
        await using var stripe = await ScriptedStripe.StartAsync(ScriptedStripe.Status(400, ("Stripe-Should-Retry", "true")));

        Assert.Equal("cus_scripted", (await CreateCustomerAsync(stripe)).Id);
    }

    [Fact]
    public async Task ARefusalIsNotTriedAgain()
    {
        await using var stripe = await ScriptedStripe.StartAsync(ScriptedStripe.Status(400));

        await Assert.ThrowsAsync<StripeRefusedException>(() => CreateCustomerAsync(stripe));

        Assert.Single(stripe.Keys);
    }

    [Fact]
    public async Task AShortRetryAfterIsWaitedFor()
    {
        await using var stripe = await ScriptedStripe.StartAsync(ScriptedStripe.Status(429, ("Retry-After", "1")));

        var since = Stopwatch.GetTimestamp();
        await CreateCustomerAsync(stripe);

        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0.95, Deadline.TotalSeconds);
    }

    [Fact]
    public async Task ALongRetryAfterIsLeftToTheCaller()
    {
        await using var stripe = await ScriptedStripe.StartAsync(ScriptedStripe.Status(429, ("Retry-After", "120")));

        await Assert.ThrowsAsync<StripeUnavailableException>(() => CreateCustomerAsync(stripe));

        Assert.Single(stripe.Keys);
    }

    [Fact]
    public async Task AnAnswerThatStopsHalfwayIsAskedForAgain()
    {
        await using var stripe = await ScriptedStripe.StartAsync(ScriptedStripe.StopHalfway);
        await using var services = Services(stripe, ("StripeApi:AttemptTimeoutSeconds", "1"));

        Assert.Equal("cus_scripted", (await CreateCustomerAsync(services)).Id);
    }

    [Fact]
    public async Task AnAnswerThatIsNoJsonIsNoAnswer()
    {
        await using var stripe = await ScriptedStripe.StartAsync(response => response.WriteAsync("<html>proxy</html>"));

        await Assert.ThrowsAsync<StripeUnavailableException>(() => CreateCustomerAsync(stripe));
    }

    [Fact]
    public async Task StripeThatKeepsFailingIsLeftAloneForAWhile()
    {
        await using var stripe = await ScriptedStripe.StartAsync([.. Enumerable.Repeat(ScriptedStripe.Status(500), 100)]);
        await using var services = Services(
            stripe, ("StripeApi:CircuitAttemptsMin", "4"), ("StripeApi:CircuitSamplingSeconds", "300"), ("StripeApi:CircuitBreakSeconds", "300"));

        await Assert.ThrowsAsync<StripeUnavailableException>(() => CreateCustomerAsync(services));
        var asked = stripe.Keys.Count;
        await Assert.ThrowsAsync<StripeUnavailableException>(() => CreateCustomerAsync(services));

        Assert.Equal(asked, stripe.Keys.Count);
    }

    [Fact]
    public async Task MoreCallsThanMayWaitAreRefusedAtOnce()
    {
        var letGo = new TaskCompletionSource();
        await using var stripe = await ScriptedStripe.StartAsync(ScriptedStripe.CustomerAfter(letGo.Task));
        await using var services = Services(stripe, ("StripeApi:ConcurrencyMax", "1"), ("StripeApi:QueueMax", "0"));

        var first = CreateCustomerAsync(services);
        await Eventually.Async(() => Task.FromResult(stripe.Keys.Count == 1));
        await Assert.ThrowsAsync<StripeUnavailableException>(() => CreateCustomerAsync(services));
        letGo.SetResult();

        Assert.Equal("cus_scripted", (await first).Id);
    }

    private static async Task<Customer> CreateCustomerAsync(ScriptedStripe stripe)
    {
        await using var services = Services(stripe);
        return await CreateCustomerAsync(services);
    }

    private static Task<Customer> CreateCustomerAsync(ServiceProvider services) => services.GetRequiredService<StripeCaller>()
        .CallAsync((api, token) => api.Customers.CreateAsync(new CustomerCreateOptions(), Once, token), CancellationToken.None)
        .WaitAsync(Deadline);

    private static ServiceProvider Services(ScriptedStripe stripe, params (string Name, string Value)[] settings)
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(
            new Microsoft.AspNetCore.Builder.WebApplicationOptions { EnvironmentName = "Development" });
        (string Name, string Value)[] all =
        [
            ("STRIPE_SECRET_KEY", BillingApplication.SecretKey),
            ("STRIPE_PUBLISHABLE_KEY", BillingApplication.PublishableKey),
            ("STRIPE_API_BASE", stripe.Url),
            ("StripeApi:RetryDelayMilliseconds", "10"),
            // An attempt that a busy machine makes slow must not look as if it had not been answered.
            ("StripeApi:AttemptTimeoutSeconds", "60"),
            ("StripeApi:TotalTimeoutSeconds", "90"),
            .. settings,
        ];
        foreach (var (name, value) in all)
        {
            builder.Configuration[name] = value;
        }
        builder.AddStripeApi();
        return builder.Services.BuildServiceProvider();
    }
}
