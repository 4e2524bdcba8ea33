using System.Net;
using System.Text;
using Contracts;
using Testing.Identity;

namespace Gateway.Tests;

public sealed class TokensTests(GatewayScene scene) : IClassFixture<GatewayScene>
{
    private const string Balance = "/api/v1/playground/credits";
    private const string Spend = "/api/v1/playground/credits/spend";

    public static TheoryData<string, string?> BadTokens() => new()
    {
        { "none at all", null },
        { "no token", "nonsense" },
        { "expired", TestTokens.For("user-1", expired: true) },
        { "for someone else", TestTokens.For("user-1", audience: "another-api") },
        { "from someone else", TestTokens.For("user-1", issuer: "http://127.0.0.1/another-issuer") },
        { "altered", Altered(TestTokens.For("user-1"), "user-2") },
        { "unsigned", Unsigned(TestTokens.For("user-1")) },
        { "without a user", TestTokens.For("") },
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task ABadTokenNeverReachesAService(string why, string? token)
    {
        var mark = Guid.CreateVersion7().ToString();

        var response = await scene.Gateway.GetAsync($"{Balance}?mark={mark}", token);

        var (status, code) = why == "without a user"
            ? (HttpStatusCode.Forbidden, ErrorCodes.Forbidden)
            : (HttpStatusCode.Unauthorized, ErrorCodes.Unauthenticated);
        await Problem.AssertAsync(response, status, code);
        Assert.Empty(scene.Seen(mark));
    }

    [Fact]
    public async Task ARefusalSaysWhichKindOfTokenIsWanted()
    {
        var response = await scene.Gateway.GetAsync(Balance, token: null);

        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task SpendingTakesTheScopeForIt()
    {
        var refused = await scene.Gateway.SendAsync(HttpMethod.Post, Spend, TestTokens.For("user-1"), "{}");
        var granted = await scene.Gateway.SendAsync(
            HttpMethod.Post, Spend, TestTokens.For("playground", scopes: ["openid", Scopes.CreditsSpend]), "{}");

        await Problem.AssertAsync(refused, HttpStatusCode.Forbidden, ErrorCodes.Forbidden);
        Assert.Equal(HttpStatusCode.OK, granted.StatusCode);
    }

    [Fact]
    public async Task TheServiceGetsTheTokenToJudgeForItself()
    {
        var token = TestTokens.For("user-1");
        var mark = Guid.CreateVersion7().ToString();

        await scene.Gateway.GetAsync($"{Balance}?mark={mark}", token);

        Assert.Equal($"Bearer {token}", Assert.Single(scene.Seen(mark)).Headers.Authorization.ToString());
    }

    private static string Altered(string token, string user)
    {
        var parts = token.Split('.');
        var payload = Encoding.UTF8.GetString(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(parts[1]));
        parts[1] = Encode(payload.Replace("user-1", user, StringComparison.Ordinal));
        return string.Join('.', parts);
    }

    private static string Unsigned(string token) => $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{token.Split('.')[1]}.";

    private static string Encode(string text) =>
        Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(text));
}
