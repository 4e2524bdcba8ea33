using System.Net;
using Microsoft.AspNetCore.Http;
using Testing.Identity;

namespace Gateway.Tests;

public sealed class PassingOnTests(GatewayScene scene) : IClassFixture<GatewayScene>
{
    private const string Purchase = "/api/v1/playground/credits/purchase";
    private static readonly string Token = TestTokens.For("user-1");

    [Fact]
    public async Task AServicesProblemArrivesByteForByte()
    {
        const string Body = """{"type":"about:blank",  "title":"Payment Required","status":402,"code":"insufficient_credits","required":7}""";
        var response = await AnswerOnceAsync(async context =>
        {
            context.Response.StatusCode = StatusCodes.Status402PaymentRequired;
            context.Response.ContentType = "application/problem+json";
            await context.Response.WriteAsync(Body);
        });

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(Body, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task HeadersThatClientsReadArrive()
    {
        var response = await AnswerOnceAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status201Created;
            context.Response.Headers.Location = "/api/v1/playground/credits/purchases/1";
            context.Response.Headers["Idempotency-Replayed"] = "true";
            context.Response.Headers.RetryAfter = "3";
            return Task.CompletedTask;
        });

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/api/v1/playground/credits/purchases/1", response.Headers.Location?.ToString());
        Assert.Equal(["true"], response.Headers.GetValues("Idempotency-Replayed"));
        Assert.Equal("3", response.Headers.RetryAfter?.ToString());
    }

    [Fact]
    public async Task TheServiceGetsTheIdempotencyKey()
    {
        var seen = await SendAsync(("Idempotency-Key", "key-1"));

        Assert.Equal("key-1", seen.Headers["Idempotency-Key"].ToString());
    }

    [Fact]
    public async Task WhoCallsFromWhereIsWhatTheGatewaySawAndNotWhatTheCallerSays()
    {
        var seen = await SendAsync(
            ("X-Forwarded-For", "6.6.6.6"),
            ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Prefix", "/evil"),
            ("X-Forwarded-Port", "666"),
            ("X-Original-URL", "/evil"),
            ("X-Real-IP", "6.6.6.6"),
            ("Forwarded", "for=6.6.6.6"));

        Assert.Equal("127.0.0.1", seen.Headers["X-Forwarded-For"].ToString());
        Assert.Equal("http", seen.Headers["X-Forwarded-Proto"].ToString());
        Assert.Equal(scene.Gateway.Client.BaseAddress!.Authority, seen.Headers["X-Forwarded-Host"].ToString());
        Assert.DoesNotContain(seen.Headers, header => header.Value.ToString().Contains("evil", StringComparison.Ordinal)
            || header.Value.ToString().Contains("6.6.6.6", StringComparison.Ordinal));
        Assert.False(seen.Headers.ContainsKey("X-Forwarded-Port"));
    }

    [Fact]
    public async Task HeadersOfTheConnectionEndAtTheGateway()
    {
        var seen = await SendAsync(("Keep-Alive", "timeout=5"), ("TE", "trailers"), ("Proxy-Authorization", "Basic eA=="));

        Assert.False(seen.Headers.ContainsKey("Keep-Alive"));
        Assert.False(seen.Headers.ContainsKey("Proxy-Authorization"));
    }

    private async Task<SeenRequest> SendAsync(params (string Name, string Value)[] headers)
    {
        var mark = Guid.CreateVersion7().ToString();
        var response = await scene.Gateway.SendAsync(HttpMethod.Post, $"{Purchase}?mark={mark}", Token, "{}", headers);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Assert.Single(scene.Seen(mark));
    }

    private async Task<HttpResponseMessage> AnswerOnceAsync(RequestDelegate answer)
    {
        var usual = scene.Billing.Answer;
        scene.Billing.Answer = answer;
        try
        {
            return await scene.Gateway.SendAsync(HttpMethod.Post, Purchase, Token, "{}");
        }
        finally
        {
            scene.Billing.Answer = usual;
        }
    }
}
