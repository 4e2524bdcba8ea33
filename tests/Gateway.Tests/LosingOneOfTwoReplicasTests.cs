using System.Net;
using Testing;
using Testing.Identity;

namespace Gateway.Tests;

public sealed class LosingOneOfTwoReplicasTests : IAsyncLifetime
{
    private const string Spend = "/api/v1/playground/credits/spend";
    private const string Balance = "/api/v1/playground/credits";
    private const int Calls = 60;
    private static readonly string Token = TestTokens.For("playground", scopes: ["credits:spend"]);

    private ServiceDouble billing = null!;
    private ServiceDouble first = null!;
    private ServiceDouble second = null!;
    private GatewayApplication gateway = null!;

    public async Task InitializeAsync()
    {
        billing = await ServiceDouble.StartAsync("billing");
        first = await ServiceDouble.StartAsync("credits-1");
        second = await ServiceDouble.StartAsync("credits-2");
        gateway = GatewayApplication.Start(
            GatewayApplication.Replica("billing", "main", billing.Address),
            GatewayApplication.Replica("credits", "main", first.Address),
            GatewayApplication.Replica("credits", "second", second.Address));
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        foreach (var service in new[] { billing, first, second })
        {
            await service.DisposeAsync();
        }
    }

    [Fact]
    public async Task BothServeWhileBothAreThere()
    {
        await AllSucceedAsync();

        Assert.NotEmpty(first.Requests);
        Assert.NotEmpty(second.Requests);
    }

    [Fact]
    public async Task NoCallFailsWhenOneIsGone_AndTheOtherGetsThemAll()
    {
        await AllSucceedAsync();
        await first.StopAsync();
        second.Requests.Clear();

        await AllSucceedAsync();

        Assert.Equal(2 * Calls, second.Requests.Count);
    }

    [Fact]
    public async Task TheOneThatComesBackServesAgain()
    {
        await first.StopAsync();
        await AllSucceedAsync();
        first.Requests.Clear();

        await first.RestartAsync();

        await Eventually.Async(async () =>
        {
            await AllSucceedAsync();
            Assert.NotEmpty(first.Requests);
        });
    }

    private async Task AllSucceedAsync()
    {
        var calls = Enumerable.Range(0, Calls).SelectMany(_ => new[]
        {
            gateway.GetAsync(Balance, Token),
            gateway.SendAsync(HttpMethod.Post, Spend, Token, """{"amount":1}"""),
        });
        Assert.All(await Task.WhenAll(calls), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
    }
}
