using System.Net;

namespace Credits.Tests.PromoCodes;

public sealed class RedeemingAPromoCodeTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task ItGivesItsCredits_AsABonusThatTheHistoryNames()
    {
        var (user, code) = (await credits.UserWithAsync(), await credits.PromoCodeAsync());

        using var response = await credits.RedeemAsync(user, code.Code);

        var redeemed = await Expect.BodyAsync<RedeemView>(response, HttpStatusCode.Created);
        Assert.Equal((code.Code, 20, null, 25), (redeemed.Code, redeemed.Credits, redeemed.ExpiresAt, redeemed.BalanceAfter));
        Assert.Equal(25, (await credits.BalanceOfAsync(user)).Bonus);
        var booked = (await credits.HistoryOfAsync(user)).Transactions[0];
        Assert.Equal(("bonus", 20, code.Code), (booked.Type, booked.Amount, booked.Metadata!["promoCode"]!.GetValue<string>()));
        Assert.Equal(
            $"promo:{code.Code}:{user}", await credits.ScalarAsync<string>($"SELECT source FROM grants WHERE id = '{redeemed.GrantId}'"));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task SomebodyWithoutAnAccount_GetsTheSignupBonusToo()
    {
        var code = await credits.PromoCodeAsync();

        using var response = await credits.RedeemAsync(CreditsApplication.NewUser(), code.Code);

        Assert.Equal(25, (await Expect.BodyAsync<RedeemView>(response, HttpStatusCode.Created)).BalanceAfter);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task CaseAndSpacesAroundIt_MakeNoDifference()
    {
        var (user, name) = (CreditsApplication.NewUser(), PromoCodes.NewCode());
        await credits.PromoCodeAsync(new { code = name.ToLowerInvariant(), credits = 3 });

        using var first = await credits.RedeemAsync(user, $"  {char.ToLowerInvariant(name[0])}{name[1..]}\t");
        using var second = await credits.RedeemAsync(user, name);

        Assert.Equal(name, (await Expect.BodyAsync<RedeemView>(first, HttpStatusCode.Created)).Code);
        await Expect.ProblemAsync(second, HttpStatusCode.Conflict, "promo_code_already_redeemed");
    }

    [Fact]
    public async Task WhereAUserMayTwice_TheThirdTimeIsRefused()
    {
        var user = await credits.UserWithAsync();
        var code = await credits.PromoCodeAsync(new { credits = 20, redemptionsPerUserMax = 2 });

        using var first = await credits.RedeemAsync(user, code.Code);
        using var second = await credits.RedeemAsync(user, code.Code);
        using var third = await credits.RedeemAsync(user, code.Code);

        Assert.Equal(25, (await Expect.BodyAsync<RedeemView>(first, HttpStatusCode.Created)).BalanceAfter);
        Assert.Equal(45, (await Expect.BodyAsync<RedeemView>(second, HttpStatusCode.Created)).BalanceAfter);
        await Expect.ProblemAsync(third, HttpStatusCode.Conflict, "promo_code_already_redeemed");
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task WhenItIsUsedUp_AnotherUserIsRefused()
    {
        var code = await credits.PromoCodeAsync(new { credits = 20, redemptionsMax = 1 });
        using var first = await credits.RedeemAsync(CreditsApplication.NewUser(), code.Code);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);

        using var second = await credits.RedeemAsync(CreditsApplication.NewUser(), code.Code);

        await Expect.ProblemAsync(second, HttpStatusCode.Conflict, "promo_code_exhausted");
    }

    [Fact]
    public async Task BeforeItsStart_ItIsAnsweredLikeACodeThatDoesNotExist_AndFromThenOnItCounts()
    {
        var (user, now) = (await credits.UserWithAsync(), credits.Time.GetUtcNow());
        var code = await credits.PromoCodeAsync(new { credits = 20, startsAt = now.AddHours(2), endsAt = now.AddHours(3) });

        using var early = await credits.RedeemAsync(user, code.Code);
        using var unknown = await credits.RedeemAsync(user, PromoCodes.NewCode());
        credits.Time.Advance(TimeSpan.FromHours(2));
        using var inTime = await credits.RedeemAsync(user, code.Code);
        credits.Time.Advance(TimeSpan.FromHours(1));
        using var late = await credits.RedeemAsync(CreditsApplication.NewUser(), code.Code);

        var refusal = await Expect.ProblemAsync(early, HttpStatusCode.NotFound, "promo_code_unknown");
        Assert.Equal(await Expect.ProblemAsync(unknown, HttpStatusCode.NotFound, "promo_code_unknown"), refusal);
        Assert.Equal(HttpStatusCode.Created, inTime.StatusCode);
        await Expect.ProblemAsync(late, HttpStatusCode.Gone, "promo_code_expired");
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task WhatItGave_ExpiresAfterItsDays()
    {
        var user = await credits.UserWithAsync();
        var code = await credits.PromoCodeAsync(new { credits = 20, creditsExpireAfterDays = 30 });
        using var response = await credits.RedeemAsync(user, code.Code);
        var redeemed = await Expect.BodyAsync<RedeemView>(response, HttpStatusCode.Created);
        Assert.Equal(credits.Time.GetUtcNow().AddDays(30), redeemed.ExpiresAt);

        // Soonest-expiring first: the spend takes from the promo code's credits, not from the welcome bonus.
        using var spend = await credits.SpendAsync(user, 4);
        credits.Time.Advance(TimeSpan.FromDays(30));

        Assert.Equal(5, (await credits.BalanceOfAsync(user)).Balance);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task TheSameKey_GetsTheFirstAnswerAgain_AlsoWhenTheFirstRunDiedBeforeItCouldKeepIt()
    {
        var (user, code) = (await credits.UserWithAsync(), await credits.PromoCodeAsync(new { credits = 20, redemptionsPerUserMax = 5 }));
        using var first = await credits.RedeemAsync(user, code.Code, "redeem-1");
        using var repeat = await credits.RedeemAsync(user, code.Code, "redeem-1");
        await CreditsApplication.ExecuteAsync(
            credits.Database.SuperuserConnectionString,
            "UPDATE idempotency_keys SET response_status = NULL, response_body = NULL, locked_until = '2001-01-01' WHERE key = 'redeem-1'");

        using var afterTheDeath = await credits.RedeemAsync(user, code.Code, "redeem-1");

        var answer = await Expect.BodyAsync<RedeemView>(first, HttpStatusCode.Created);
        Assert.Equal(answer, await Expect.BodyAsync<RedeemView>(repeat, HttpStatusCode.Created));
        Assert.Equal(answer, await Expect.BodyAsync<RedeemView>(afterTheDeath, HttpStatusCode.Created));
        Assert.Equal(25, (await credits.BalanceOfAsync(user)).Balance);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("code\0with-nothing")]
    public async Task WhatCantBeACode_IsRefusedUnread(string code)
    {
        using var response = await credits.RedeemAsync(CreditsApplication.NewUser(), code);

        await Expect.ProblemAsync(response, HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task WithoutAToken_NobodyRedeems()
    {
        using var response = await CreditsApplication.PostAsync(credits.Anonymous(), PromoCodes.Redeem, new { code = "WELCOME" });

        await Expect.ProblemAsync(response, HttpStatusCode.Unauthorized, "unauthenticated");
    }
}
