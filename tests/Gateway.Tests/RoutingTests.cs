using System.Net;
using Contracts;
using Testing.Identity;

namespace Gateway.Tests;

public sealed class RoutingTests(GatewayScene scene) : IClassFixture<GatewayScene>
{
    private const string Playground = "/api/v1/playground";
    private const string Admin = "/api/v1/admin";
    private static readonly string Token = TestTokens.For("user-1", scopes: [Scopes.CreditsSpend]);
    private static readonly string OperatorToken = TestTokens.For("operator-1", admin: true);

    [Theory]
    [InlineData("GET", "/credits/packages", "billing")]
    [InlineData("POST", "/credits/purchase", "billing")]
    [InlineData("POST", "/credits/checkout", "billing")]
    [InlineData("GET", "/credits/purchases", "billing")]
    [InlineData("GET", "/credits/purchases/0199", "billing")]
    [InlineData("GET", "/pricing", "billing")]
    [InlineData("POST", "/subscribe", "billing")]
    [InlineData("GET", "/subscription", "billing")]
    [InlineData("POST", "/subscription/cancel", "billing")]
    [InlineData("POST", "/subscription/resume", "billing")]
    [InlineData("POST", "/subscription/portal", "billing")]
    [InlineData("GET", "/credits", "credits")]
    [InlineData("GET", "/credits/history", "credits")]
    [InlineData("GET", "/credits/statement", "credits")]
    [InlineData("POST", "/credits/spend", "credits")]
    [InlineData("POST", "/credits/holds", "credits")]
    [InlineData("POST", "/credits/holds/0199/capture", "credits")]
    [InlineData("POST", "/credits/holds/0199/release", "credits")]
    [InlineData("POST", "/credits/redeem", "credits")]
    [InlineData("GET", "/credits/alerts", "credits")]
    [InlineData("PUT", "/credits/alerts", "credits")]
    public Task ACallReachesItsServiceAsItIs(string method, string path, string service) =>
        AssertReachesAsync(method, Playground + path, Token, service);

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("GET", "/0199")]
    [InlineData("GET", "/0199/members")]
    [InlineData("POST", "/0199/members")]
    [InlineData("PUT", "/0199/members/ada")]
    [InlineData("DELETE", "/0199/members/ada")]
    [InlineData("GET", "/0199/verification")]
    [InlineData("POST", "/0199/verification")]
    [InlineData("POST", "/0199/verification/cancel")]
    [InlineData("POST", "/0199/verification/resume")]
    [InlineData("POST", "/0199/verification/portal")]
    public Task OrganizationsAreBillings(string method, string path) =>
        AssertReachesAsync(method, "/api/v1/organizations" + path, Token, "billing");

    [Theory]
    [InlineData("POST", "/credits/grant", "credits")]
    [InlineData("POST", "/credits/deduct", "credits")]
    [InlineData("GET", "/credits/shortfalls", "credits")]
    [InlineData("POST", "/credits/fraud-warnings/pi_1/dismiss", "credits")]
    [InlineData("GET", "/credits/promo-codes", "credits")]
    [InlineData("POST", "/credits/promo-codes", "credits")]
    [InlineData("POST", "/credits/promo-codes/0199/disable", "credits")]
    [InlineData("GET", "/credits/promo-codes/0199/redemptions", "credits")]
    [InlineData("POST", "/purchases/0199/refund", "billing")]
    [InlineData("GET", "/credits/payments/pi_1/refund-quote", "credits")]
    [InlineData("GET", "/analytics/purchases", "billing")]
    [InlineData("GET", "/analytics/subscriptions", "billing")]
    [InlineData("GET", "/analytics/credits", "credits")]
    [InlineData("GET", "/stripe-events", "billing")]
    [InlineData("GET", "/stripe-events/evt_1", "billing")]
    [InlineData("GET", "/organizations", "billing")]
    [InlineData("GET", "/organizations/0199", "billing")]
    [InlineData("POST", "/organizations/0199/verify", "billing")]
    [InlineData("POST", "/organizations/0199/withdraw", "billing")]
    [InlineData("GET", "/users", "billing")]
    [InlineData("GET", "/users/ada", "billing")]
    [InlineData("GET", "/users/ada/purchases", "billing")]
    [InlineData("GET", "/credits/users", "credits")]
    [InlineData("GET", "/credits/users/ada", "credits")]
    [InlineData("GET", "/credits/users/ada/history", "credits")]
    [InlineData("DELETE", "/users/ada", "billing")]
    [InlineData("GET", "/users/ada/erasure", "billing")]
    [InlineData("POST", "/stripe-events/evt_1/replay", "billing")]
    [InlineData("POST", "/stripe-events/replay", "billing")]
    [InlineData("GET", "/webhook-health", "billing")]
    [InlineData("GET", "/reconciliation", "billing")]
    [InlineData("GET", "/billing/queues", "billing")]
    [InlineData("GET", "/billing/queues/billing-payment-succeeded/errors", "billing")]
    [InlineData("POST", "/billing/queues/billing-payment-succeeded/errors/retry", "billing")]
    [InlineData("POST", "/billing/queues/billing-payment-succeeded/errors/0199/retry", "billing")]
    [InlineData("GET", "/credits/queues", "credits")]
    [InlineData("GET", "/credits/queues/credits-payment-succeeded/errors", "credits")]
    [InlineData("POST", "/credits/queues/credits-payment-succeeded/errors/retry", "credits")]
    [InlineData("POST", "/credits/queues/credits-payment-succeeded/errors/0199/retry", "credits")]
    public async Task AnOperatorsCallReachesItsService_AndAnotherUsersDoesNot(string method, string path, string service)
    {
        await AssertReachesAsync(method, Admin + path, OperatorToken, service);

        var mark = Guid.CreateVersion7().ToString();
        var refused = await scene.Gateway.SendAsync(new HttpMethod(method), $"{Admin}{path}?mark={mark}", Token);
        await Problem.AssertAsync(refused, HttpStatusCode.Forbidden, ErrorCodes.Forbidden);
        Assert.Empty(scene.Seen(mark));
    }

    [Theory]
    [InlineData("POST", "/api/v1/playground/webhooks/stripe/credits")]
    [InlineData("GET", "/api/v1/playground/webhooks/stripe/credits")]
    [InlineData("GET", "/api/v1/playground/credits/unknown")]
    [InlineData("GET", "/api/v1/playground/credits/purchases/1/refund")]
    [InlineData("GET", "/api/v1/playground")]
    [InlineData("GET", "/api/v1/admin/users/ada/secrets")]
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
    [InlineData("GET", "/credits/redeem", "POST")]
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

    private async Task AssertReachesAsync(string method, string path, string token, string service)
    {
        var mark = Guid.CreateVersion7().ToString();
        var url = $"{path}?limit=5&mark={mark}";
        var body = method == "GET" ? "" : """{ "amount":  1 }""";

        var response = await scene.Gateway.SendAsync(new HttpMethod(method), url, token, method == "GET" ? null : body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var seen = Assert.Single(scene.Seen(mark));
        Assert.Equal((service, method, url, body), (seen.Service, seen.Method, seen.Url, seen.Body));
    }
}
