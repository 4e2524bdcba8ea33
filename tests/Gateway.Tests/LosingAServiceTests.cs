using System.Net;
using Contracts;
using Testing;
using Testing.Identity;

namespace Gateway.Tests;

public sealed class LosingAServiceTests : IAsyncLifetime
{
    private const string Packages = "/api/v1/playground/credits/packages";
    private const string Balance = "/api/v1/playground/credits";
    private static readonly string Token = TestTokens.For("user-1");

    private ServiceDouble billing = null!;
    private ServiceDouble credits = null!;
    private GatewayApplication gateway = null!;

    public async Task InitializeAsync()
    {
        billing = await ServiceDouble.StartAsync("billing");
        credits = await ServiceDouble.StartAsync("credits");
        gateway = GatewayApplication.Start(
            GatewayApplication.Replica("billing", "main", billing.Address),
            GatewayApplication.Replica("credits", "main", credits.Address),
            // Only the calls themselves find out that Billing is gone, and only they that it is back: nothing else, however long they take.
            ("ReverseProxy:Clusters:billing:HealthCheck:Active:Interval", "00:10:00"),
            ("ReverseProxy:Clusters:billing:HealthCheck:Passive:ReactivationPeriod", "00:10:00"));
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await billing.DisposeAsync();
        await credits.DisposeAsync();
    }

    [Fact]
    public async Task TheFirstCallIsABadGateway_LaterOnesAreUnavailable_TheOtherServiceGoesOn_AndItComesBackAtOnce()
    {
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync(Packages, Token)).StatusCode);
        await billing.StopAsync();

        await Problem.AssertAsync(await gateway.GetAsync(Packages, Token), HttpStatusCode.BadGateway, ErrorCodes.BadGateway);
        await Problem.AssertAsync(await gateway.GetAsync(Packages, Token), HttpStatusCode.ServiceUnavailable, ErrorCodes.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync(Balance, Token)).StatusCode);

        await billing.RestartAsync();
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync(Packages, Token)).StatusCode);
    }

    [Fact]
    public async Task AServiceThatDoesNotAnswerInTimeIsATimeout()
    {
        billing.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using var impatient = GatewayApplication.Start(
            GatewayApplication.Replica("billing", "main", billing.Address),
            GatewayApplication.Replica("credits", "main", credits.Address),
            ("ReverseProxy:Clusters:billing:HttpRequest:ActivityTimeout", "00:00:01"));

        var response = await impatient.GetAsync(Packages, Token);

        await Problem.AssertAsync(response, HttpStatusCode.GatewayTimeout, ErrorCodes.GatewayTimeout);
    }

    [Fact]
    public async Task APostThatBreaksInTheMiddleIsNotRepeated()
    {
        billing.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        var response = await gateway.SendAsync(HttpMethod.Post, "/api/v1/playground/credits/purchase", Token, "{}");

        await Problem.AssertAsync(response, HttpStatusCode.BadGateway, ErrorCodes.BadGateway);
        Assert.Single(billing.Requests);
    }

    [Fact]
    public async Task TheGatewayItselfStaysReady()
    {
        await billing.StopAsync();
        await credits.StopAsync();

        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task ServicesThatStartAfterTheGatewayAreFound()
    {
        await billing.StopAsync();
        await using var early = GatewayApplication.Before(billing, credits);
        // Which of the two depends on whether the probes were here first.
        Assert.Contains(
            (await early.GetAsync(Packages, Token)).StatusCode, new[] { HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable });

        await billing.RestartAsync();

        await Eventually.Async(async () =>
            Assert.Equal(HttpStatusCode.OK, (await early.GetAsync(Packages, Token)).StatusCode));
    }
}
