using System.Net;
using Contracts;
using Testing.Identity;

namespace Gateway.Tests;

public sealed class RoutingTests(GatewayScene scene) : IClassFixture<GatewayScene>
{
    private const string Playground = "/api/v1/playground";
    private static readonly string Token = TestTokens.For("user-1", scopes: [Scopes.CreditsSpend]);

    [Theory]
    [InlineData("GET", "/credits/packages", "billing")]
    [InlineData("POST", "/credits/purchase", "billing")]
    [InlineData("GET", "/credits/purchases", "billing")]
    [InlineData("GET", "/credits/purchases/0199", "billing")]
    [InlineData("GET", "/credits", "credits")]
    [InlineData("GET", "/credits/history", "credits")]
    [InlineData("GET", "/credits/statement", "credits")]
    [InlineData("POST", "/credits/spend", "credits")]
    [InlineData("POST", "/credits/holds", "credits")]
    [InlineData("POST", "/credits/holds/0199/capture", "credits")]
    [InlineData("POST", "/credits/holds/0199/release", "credits")]
    public async Task ACallReachesItsServiceAsItIs(string method, string path, string service)
    {
        var mark = Guid.CreateVersion7().ToString();
        var url = $"{Playground}{path}?limit=5&mark={mark}";
        var body = method == "POST" ? """{ "amount":  1 }""" : "";

        var response = await scene.Gateway.SendAsync(new HttpMethod(method), url, Token, method == "POST" ? body : null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var seen = Assert.Single(scene.Seen(mark));
        Assert.Equal((service, method, url, body), (seen.Service, seen.Method, seen.Url, seen.Body));
    }

    [Theory]
    [InlineData("POST", "/api/v1/playground/webhooks/stripe/credits")]
    [InlineData("GET", "/api/v1/playground/webhooks/stripe/credits")]
    [InlineData("GET", "/api/v1/playground/credits/unknown")]
    [InlineData("GET", "/api/v1/playground/credits/purchases/1/refund")]
    [InlineData("GET", "/api/v1/playground")]
    [InlineData("GET", "/api/v1/admin/users")]
    [InlineData("POST", "/api/v1/admin/credits/steal")]
    [InlineData("POST", "/api/v1/playground/credits/holds/0199/keep")]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api/v1/playground/credits/packages/..%2fhistory")]
    [InlineData("GET", "/health/nothing")]
    public async Task AnythingElseIsNotFoundWithOrWithoutAToken(string method, string path)
    {
        var mark = Guid.CreateVersion7().ToString();
        foreach (var token in new[] { Token, null })
        {
            var response = await scene.Gateway.SendAsync(new HttpMethod(method), $"{path}?mark={mark}", token);

            await Problem.AssertAsync(response, HttpStatusCode.NotFound, ErrorCodes.NotFound);
        }
        Assert.Empty(scene.Seen(mark));
    }

    [Theory]
    [InlineData("DELETE", "/credits", "GET")]
    [InlineData("GET", "/credits/spend", "POST")]
    [InlineData("POST", "/credits/history", "GET")]
    [InlineData("PUT", "/credits/purchases/1", "GET")]
    public async Task AnotherMethodIsRefusedWithTheOneThatIsAllowed(string method, string path, string allowed)
    {
        var response = await scene.Gateway.SendAsync(new HttpMethod(method), Playground + path, Token);

        await Problem.AssertAsync(response, HttpStatusCode.MethodNotAllowed, ErrorCodes.MethodNotAllowed);
        Assert.Equal([allowed], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task ABodyAboveTheLimitIsRefused()
    {
        var body = new string('x', ServiceDefaults.ServiceDefaultsSetup.RequestBodyBytesMax + 1);

        var response = await scene.Gateway.SendAsync(HttpMethod.Post, $"{Playground}/credits/purchase", Token, body);

        await Problem.AssertAsync(response, HttpStatusCode.RequestEntityTooLarge, ErrorCodes.PayloadTooLarge);
    }
}
