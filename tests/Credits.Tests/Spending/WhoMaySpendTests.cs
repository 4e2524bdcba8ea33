using System.Net;
using Testing.Identity;

namespace Credits.Tests.Spending;

public sealed class WhoMaySpendTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private static readonly object Body = new { userId = "user_1", amount = 1 };

    [Fact]
    public Task WithoutAToken_Nobody() => RefusedAsync(null, HttpStatusCode.Unauthorized, "unauthenticated");

    [Fact]
    public Task WithAnExpiredToken_Nobody() =>
        RefusedAsync(TestTokens.For("backend", ["credits:spend"], expired: true), HttpStatusCode.Unauthorized, "unauthenticated");

    [Fact]
    public Task WithATokenForAnotherAudience_Nobody() =>
        RefusedAsync(TestTokens.For("backend", ["credits:spend"], audience: "another"), HttpStatusCode.Unauthorized, "unauthenticated");

    [Fact]
    public Task WithATokenOfAnotherIssuer_Nobody() =>
        RefusedAsync(TestTokens.For("backend", ["credits:spend"], issuer: "http://elsewhere"), HttpStatusCode.Unauthorized, "unauthenticated");

    [Fact]
    public Task WithoutTheScope_NotEvenTheUser() => RefusedAsync(TestTokens.For("user_1"), HttpStatusCode.Forbidden, "forbidden");

    [Fact]
    public Task WithAScopeThatOnlyLooksAlike_Nobody() =>
        RefusedAsync(TestTokens.For("backend", ["credits:spending"]), HttpStatusCode.Forbidden, "forbidden");

    [Fact]
    public Task AnAdministratorWithoutTheScope_Neither() =>
        RefusedAsync(TestTokens.For("operator", admin: true), HttpStatusCode.Forbidden, "forbidden");

    private async Task RefusedAsync(string? token, HttpStatusCode status, string code)
    {
        var client = token is null ? credits.Anonymous() : CreditsApplication.WithToken(credits.Anonymous(), token);

        using var response = await CreditsApplication.PostSpendAsync(client, Body);

        await Expect.ProblemAsync(response, status, code);
    }

    [Fact]
    public async Task AKeyWithoutAToken_OnAnEndpointThatNeedsNone_IsNobodysAndHarmless()
    {
        using var client = credits.Anonymous();
        using var answer = await CreditsApplication.PostAsync(client, "/health/live", idempotencyKey: "key-of-nobody");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
