using System.Net;
using Testing;
using Testing.Identity;

namespace Credits.Tests.PromoCodes;

/// <summary>The limits of a code, with everybody at once and on two replicas.</summary>
public sealed class RacingForAPromoCodeTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task FortyUsersForTenRedemptions_TenGetIt()
    {
        var code = await credits.PromoCodeAsync(new { credits = 20, redemptionsMax = 10 });
        var users = Enumerable.Range(0, 40).Select(_ => CreditsApplication.NewUser()).ToList();

        var responses = await RaceAsync(users, code.Code);

        Assert.Equal(10, responses.Count(response => response.StatusCode == HttpStatusCode.Created));
        foreach (var refused in responses.Where(response => response.StatusCode != HttpStatusCode.Created))
        {
            await Expect.ProblemAsync(refused, HttpStatusCode.Conflict, "promo_code_exhausted");
        }
        Assert.Equal(10, (await credits.PromoCodeAsync(code.Id)).Redemptions);
        Assert.Equal(10, await credits.ScalarAsync<long>($"SELECT count(*) FROM grants WHERE source LIKE 'promo:{code.Code}:%'"));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task OneUserTwentyTimesAtOnce_GetsItAsOftenAsAllowed(int perUser)
    {
        var user = await credits.UserWithAsync();
        var code = await credits.PromoCodeAsync(new { credits = 20, redemptionsPerUserMax = perUser });

        var responses = await RaceAsync([.. Enumerable.Repeat(user, 20)], code.Code);

        Assert.Equal(perUser, responses.Count(response => response.StatusCode == HttpStatusCode.Created));
        foreach (var refused in responses.Where(response => response.StatusCode != HttpStatusCode.Created))
        {
            await Expect.ProblemAsync(refused, HttpStatusCode.Conflict, "promo_code_already_redeemed");
        }
        Assert.Equal(5 + (20 * perUser), (await credits.BalanceOfAsync(user)).Balance);
        Assert.Equal(perUser, (await credits.PromoCodeAsync(code.Id)).Redemptions);
        await credits.AssertLedgerIsSoundAsync();
    }

    // All wait for the one code. On a busy machine some wait longer than a lock may take and are told to come again, as they then do.
    private async Task<HttpResponseMessage[]> RaceAsync(List<string> users, string code)
    {
        await using var second = credits.CreateReplica();
        return await Task.WhenAll(users.Select((user, index) => Eventually.Async(
            () => index % 2 == 0
                ? credits.RedeemAsync(user, code)
                : CreditsApplication.PostAsync(
                    CreditsApplication.WithToken(second.CreateClient(), TestTokens.For(user)), PromoCodes.Redeem, new { code }),
            response => Assert.NotEqual(HttpStatusCode.ServiceUnavailable, response.StatusCode))));
    }
}
