using System.Net;
using Testing.Identity;

namespace Credits.Tests.PromoCodes;

public sealed class GuessingPromoCodesTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const int GuessesMax = 10;
    private const int TriesMax = 30;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    [Fact]
    public async Task ThirtyGuessesAtOnce_OnTwoReplicas_AreReadAsOftenAsAllowed()
    {
        var user = await credits.UserWithAsync();
        await using var second = credits.CreateReplica();
        using var other = CreditsApplication.WithToken(second.CreateClient(), TestTokens.For(user));

        var responses = await Task.WhenAll(Enumerable.Range(0, 30).Select(index => UntilAnsweredAsync(() => index % 2 == 0
            ? GuessAsync(user)
            : CreditsApplication.PostAsync(other, PromoCodes.Redeem, new { code = PromoCodes.NewCode() }))));

        Assert.Equal(GuessesMax, responses.Count(response => response.StatusCode == HttpStatusCode.NotFound));
        Assert.Equal(30 - GuessesMax, responses.Count(response => response.StatusCode == HttpStatusCode.TooManyRequests));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task WhoGuessedTooOften_WaitsAsLongAsTold_EvenWithARightCode_AndOthersDoNot()
    {
        var (guesser, other, code) = (await credits.UserWithAsync(), await credits.UserWithAsync(), await credits.PromoCodeAsync());
        await GuessAsync(guesser, GuessesMax);
        credits.Time.Advance(TimeSpan.FromMinutes(20));

        using var refused = await credits.RedeemAsync(guesser, code.Code);
        using var honest = await credits.RedeemAsync(other, code.Code);
        credits.Time.Advance(refused.Headers.RetryAfter!.Delta!.Value);
        using var later = await credits.RedeemAsync(guesser, code.Code);

        await Expect.ProblemAsync(refused, HttpStatusCode.TooManyRequests, "promo_code_guessed_too_often");
        Assert.Equal(Window - TimeSpan.FromMinutes(20), refused.Headers.RetryAfter.Delta);
        Assert.Equal(HttpStatusCode.Created, honest.StatusCode);
        Assert.Equal(HttpStatusCode.Created, later.StatusCode);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task ANewWindow_CountsAnew()
    {
        var user = await credits.UserWithAsync();
        await GuessAsync(user, GuessesMax - 1);
        credits.Time.Advance(Window);

        await GuessAsync(user, GuessesMax);

        using var refused = await GuessAsync(user);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task ARefusalOfARealCode_IsNoGuess()
    {
        var (user, code) = (await credits.UserWithAsync(), await credits.PromoCodeAsync());
        using var first = await credits.RedeemAsync(user, code.Code);
        for (var again = 0; again < 2 * GuessesMax; again++)
        {
            using var refused = await credits.RedeemAsync(user, code.Code);
            await Expect.ProblemAsync(refused, HttpStatusCode.Conflict, "promo_code_already_redeemed");
        }

        using var other = await credits.RedeemAsync(user, (await credits.PromoCodeAsync()).Code);

        Assert.Equal(HttpStatusCode.Created, other.StatusCode);
    }

    [Fact]
    public async Task ACodeThatHasNotStarted_CountsAsAGuess()
    {
        var user = await credits.UserWithAsync();
        var code = await credits.PromoCodeAsync(new { credits = 20, startsAt = credits.Time.GetUtcNow().AddYears(1) });
        for (var guess = 0; guess < GuessesMax; guess++)
        {
            using var unknown = await credits.RedeemAsync(user, code.Code);
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        }

        using var refused = await credits.RedeemAsync(user, code.Code);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task TheRefusal_IsNotKeptUnderAnIdempotencyKey()
    {
        var (user, code) = (await credits.UserWithAsync(), await credits.PromoCodeAsync());
        await GuessAsync(user, GuessesMax);
        using var refused = await credits.RedeemAsync(user, code.Code, "redeem-2");
        credits.Time.Advance(Window);

        using var later = await credits.RedeemAsync(user, code.Code, "redeem-2");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Created, later.StatusCode);
    }

    private Task<HttpResponseMessage> GuessAsync(string user) => credits.RedeemAsync(user, PromoCodes.NewCode());

    private async Task GuessAsync(string user, int times)
    {
        for (var guess = 0; guess < times; guess++)
        {
            using var response = await GuessAsync(user);
            await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "promo_code_unknown");
        }
    }

    // Thirty wait for one account's lock. On a machine that is short of time some are told to come again, and do.
    private static async Task<HttpResponseMessage> UntilAnsweredAsync(Func<Task<HttpResponseMessage>> guess)
    {
        var response = await guess();
        for (var tries = 1; response.StatusCode == HttpStatusCode.ServiceUnavailable && tries < TriesMax; tries++)
        {
            response.Dispose();
            response = await guess();
        }
        return response;
    }
}
