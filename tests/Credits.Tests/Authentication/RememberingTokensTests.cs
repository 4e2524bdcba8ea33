using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Testing;
using Testing.Identity;

namespace Credits.Tests.Authentication;

/// <summary>A token is checked once and then remembered: only a good one, and only as long as it is good.</summary>
public sealed class RememberingTokensTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const string Path = "/api/v1/playground/credits";

    // Up to so much a clock may be wrong.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task ATokenThatWasSeenWhileItWasGood_IsRefusedWhenItsTimeIsOver()
    {
        var token = await JudgedBeforeItsTimeAsync(
            turn => TestTokens.For(CreditsApplication.NewUser(), until: turn - ClockSkew), HttpStatusCode.OK);

        await Eventually.Async(async () => Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync($"Bearer {token}")));
    }

    [Fact]
    public async Task ATokenThatIsNotGoodYet_IsRefused_AndTakenWhenItIs()
    {
        var token = await JudgedBeforeItsTimeAsync(
            turn => TestTokens.For(CreditsApplication.NewUser(), from: turn + ClockSkew), HttpStatusCode.Unauthorized);

        await Eventually.Async(async () => Assert.Equal(HttpStatusCode.OK, await GetAsync($"Bearer {token}")));
    }

    [Fact]
    public async Task WhatOnlyResemblesARememberedToken_IsRefusedEachTime()
    {
        var token = TestTokens.For(CreditsApplication.NewUser());
        Assert.Equal(HttpStatusCode.OK, await GetAsync($"Bearer {token}"));
        var parts = token.Split('.');
        string[] forgeries = [$"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}.{new string([.. parts[2].Reverse()])}", token[..^1]];

        foreach (var forgery in forgeries.Concat(forgeries))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync($"Bearer {forgery}"));
        }
    }

    [Fact]
    public async Task OneToken_HoweverItsSchemeIsWritten_IsCheckedOnce()
    {
        var checks = new CountingHandler();
        await using var replica = credits.CreateReplica().WithWebHostBuilder(host => host.ConfigureTestServices(services =>
            services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, bearer =>
            {
                bearer.TokenHandlers.Clear();
                bearer.TokenHandlers.Add(checks);
            })));
        using var client = replica.CreateClient();
        var token = TestTokens.For(CreditsApplication.NewUser());

        foreach (var header in new[] { $"Bearer {token}", $"bearer {token}", $"BEARER {token}", $"Bearer   {token}" })
        {
            Assert.Equal(HttpStatusCode.OK, await GetAsync(header, client));
        }

        Assert.Equal(1, checks.Count);
    }

    /// <summary>A token that was judged twice, before the moment after which it is judged otherwise.</summary>
    private async Task<string> JudgedBeforeItsTimeAsync(Func<DateTimeOffset, string> tokenOf, HttpStatusCode judgement)
    {
        // On a busy machine the answers may come too late to tell; then another token has more time.
        for (var seconds = 3; ; seconds *= 2)
        {
            var turn = TimeProvider.System.GetUtcNow().AddSeconds(seconds);
            var token = tokenOf(turn);
            HttpStatusCode[] answers = [await GetAsync($"Bearer {token}"), await GetAsync($"Bearer {token}")];
            // A token's times are whole seconds.
            if (TimeProvider.System.GetUtcNow() < turn.AddSeconds(-1))
            {
                Assert.All(answers, answer => Assert.Equal(judgement, answer));
                return token;
            }
        }
    }

    private async Task<HttpStatusCode> GetAsync(string authorization, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        using var answer = await (client ?? credits.Anonymous()).SendAsync(request);
        return answer.StatusCode;
    }

    private sealed class CountingHandler : JsonWebTokenHandler
    {
        private int count;

        public CountingHandler() => MapInboundClaims = false;

        public int Count => count;

        public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
        {
            Interlocked.Increment(ref count);
            return base.ValidateTokenAsync(token, validationParameters);
        }
    }
}
