using System.Net;
using System.Net.Http.Json;

namespace Credits.Tests.PromoCodes;

public sealed class AdministeringPromoCodesTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task AGivenCode_IsKeptAsSaid_WithWhoMadeIt()
    {
        var (name, now) = (PromoCodes.NewCode(), credits.Time.GetUtcNow());

        var made = await credits.PromoCodeAsync(new
        {
            code = name.ToLowerInvariant(), credits = 7, description = "Fair", startsAt = now.AddDays(1), endsAt = now.AddDays(2),
            redemptionsMax = 100, redemptionsPerUserMax = 2, creditsExpireAfterDays = 30,
        });

        Assert.Equal((name, 7, "Fair", "operator-1"), (made.Code, made.Credits, made.Description, made.CreatedBy));
        Assert.Equal((now.AddDays(1), now.AddDays(2), null), (made.StartsAt, made.EndsAt, made.DisabledAt));
        Assert.Equal((0, 100, 2, 30), (made.Redemptions, made.RedemptionsMax, made.RedemptionsPerUserMax, made.CreditsExpireAfterDays));
        Assert.Equal(made, await credits.PromoCodeAsync(made.Id));
    }

    [Fact]
    public async Task WithoutACodeOfItsOwn_ItGetsOneThatCantBeGuessed()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => credits.PromoCodeAsync()));

        Assert.All(made, code => Assert.Matches("^[0-9A-HJKMNP-TV-Z]{16}$", code.Code));
        Assert.Equal(20, made.Select(code => code.Code).Distinct().Count());
    }

    [Fact]
    public async Task ACodeThatExists_IsRefused_InWhateverCase()
    {
        var name = PromoCodes.NewCode();
        await credits.PromoCodeAsync(new { code = name, credits = 7 });

        using var again = await CreditsApplication.PostAsync(
            credits.Operator(), PromoCodes.Admin, new { code = name.ToLowerInvariant(), credits = 8 });

        await Expect.ProblemAsync(again, HttpStatusCode.Conflict, "promo_code_exists");
    }

    [Fact]
    public async Task TheSameKey_MakesOneCode_AlsoWhenTheFirstRunDiedBeforeItCouldAnswer()
    {
        using var first = await CreditsApplication.PostAsync(credits.Operator(), PromoCodes.Admin, new { credits = 9 }, "promo-1");
        await CreditsApplication.ExecuteAsync(
            credits.Database.SuperuserConnectionString,
            "UPDATE idempotency_keys SET response_status = NULL, response_body = NULL, locked_until = '2001-01-01' WHERE key = 'promo-1'");

        using var second = await CreditsApplication.PostAsync(credits.Operator(), PromoCodes.Admin, new { credits = 9 }, "promo-1");

        Assert.Equal(
            await Expect.BodyAsync<PromoCodeView>(first, HttpStatusCode.Created),
            await Expect.BodyAsync<PromoCodeView>(second, HttpStatusCode.Created));
        Assert.Equal(1, await credits.ScalarAsync<long>("SELECT count(*) FROM promo_codes WHERE credits = 9"));
    }

    public static TheoryData<object> Senseless() => new(
    [
        new { credits = 0 },
        new { credits = 1_000_001 },
        new { code = "abc", credits = 1 },
        new { code = "with:colon", credits = 1 },
        new { code = "ümlaut", credits = 1 },
        new { credits = 1, endsAt = "2026-10-01T00:00:00Z" },
        new { credits = 1, startsAt = "2027-10-02T00:00:00Z", endsAt = "2027-10-01T00:00:00Z" },
        new { credits = 1, redemptionsMax = 0 },
        new { credits = 1, redemptionsPerUserMax = 0 },
        new { credits = 1, creditsExpireAfterDays = 0 },
    ]);

    [Theory]
    [MemberData(nameof(Senseless))]
    public async Task WhatMakesNoSense_IsRefused(object body)
    {
        using var response = await CreditsApplication.PostAsync(credits.Operator(), PromoCodes.Admin, body);

        await Expect.ProblemAsync(response, HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task ADisabledCode_IsNotRedeemedAnyMore_AndWhatItGaveStays()
    {
        var (user, code) = (await credits.UserWithAsync(), await credits.PromoCodeAsync());
        using var redeemed = await credits.RedeemAsync(user, code.Code);
        var since = credits.Time.GetUtcNow();

        using var first = await DisableAsync(code.Id);
        credits.Time.Advance(TimeSpan.FromMinutes(1));
        using var second = await DisableAsync(code.Id);

        Assert.Equal(since, (await Expect.BodyAsync<PromoCodeView>(first, HttpStatusCode.OK)).DisabledAt);
        Assert.Equal(since, (await Expect.BodyAsync<PromoCodeView>(second, HttpStatusCode.OK)).DisabledAt);
        using var late = await credits.RedeemAsync(CreditsApplication.NewUser(), code.Code);
        await Expect.ProblemAsync(late, HttpStatusCode.Gone, "promo_code_expired");
        Assert.Equal(25, (await credits.BalanceOfAsync(user)).Balance);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task TheList_ShowsEachOnce_NewestFirst_PageByPage()
    {
        var made = new List<Guid>();
        for (var code = 0; code < 5; code++)
        {
            credits.Time.Advance(TimeSpan.FromMilliseconds(code % 2));
            made.Add((await credits.PromoCodeAsync()).Id);
        }

        var listed = await AllAsync<PromoCodeView>($"{PromoCodes.Admin}?limit=2");

        Assert.Equal(await credits.ScalarAsync<long>("SELECT count(*) FROM promo_codes"), listed.Count);
        Assert.Equal(listed.Count, listed.Select(code => code.Id).Distinct().Count());
        Assert.Equal(listed.OrderByDescending(code => code.CreatedAt).Select(code => code.CreatedAt), listed.Select(code => code.CreatedAt));
        Assert.Subset(listed.Select(code => code.Id).ToHashSet(), made.ToHashSet());
    }

    [Fact]
    public async Task TheRedemptionsOfACode_ShowWhoAndWhen_PageByPage()
    {
        var code = await credits.PromoCodeAsync(new { credits = 20, redemptionsPerUserMax = 2 });
        var users = new[] { CreditsApplication.NewUser(), CreditsApplication.NewUser() };
        foreach (var user in users.Concat(users))
        {
            using var redeemed = await credits.RedeemAsync(user, code.Code);
            credits.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var listed = await AllAsync<RedemptionView>($"{PromoCodes.Admin}/{code.Id}/redemptions?limit=3");

        Assert.Equal(
            [(users[1], 2), (users[0], 2), (users[1], 1), (users[0], 1)],
            listed.Select(redemption => (redemption.UserId, redemption.Number)));
    }

    [Fact]
    public async Task ACodeThatDoesNotExist_IsNotFound()
    {
        using var disable = await DisableAsync(Guid.CreateVersion7());
        using var redemptions = await credits.Operator().GetAsync($"{PromoCodes.Admin}/{Guid.CreateVersion7()}/redemptions");

        await Expect.ProblemAsync(disable, HttpStatusCode.NotFound, "promo_code_unknown");
        await Expect.ProblemAsync(redemptions, HttpStatusCode.NotFound, "promo_code_unknown");
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("cursor=nonsense")]
    [InlineData("cursor=%00")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAP__________")]
    public async Task APageThatCantBe_IsRefused(string query)
    {
        using var response = await credits.Operator().GetAsync($"{PromoCodes.Admin}?{query}");

        await Expect.ProblemAsync(response, HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task OnlyAnOperator_MayDoAnyOfIt()
    {
        var (code, user) = (await credits.PromoCodeAsync(), credits.ClientFor(CreditsApplication.NewUser(), "credits:spend"));

        using var create = await CreditsApplication.PostAsync(user, PromoCodes.Admin, new { credits = 1 });
        using var disable = await CreditsApplication.PostAsync(user, $"{PromoCodes.Admin}/{code.Id}/disable");
        using var list = await user.GetAsync(PromoCodes.Admin);
        using var redemptions = await user.GetAsync($"{PromoCodes.Admin}/{code.Id}/redemptions");

        foreach (var response in new[] { create, disable, list, redemptions })
        {
            await Expect.ProblemAsync(response, HttpStatusCode.Forbidden, "forbidden");
        }
    }

    private Task<HttpResponseMessage> DisableAsync(Guid id) =>
        CreditsApplication.PostAsync(credits.Operator(), $"{PromoCodes.Admin}/{id}/disable");

    private async Task<List<TItem>> AllAsync<TItem>(string path)
    {
        var (all, cursor) = (new List<TItem>(), "");
        do
        {
            var page = (await credits.Operator().GetFromJsonAsync<PageView<TItem>>($"{path}{cursor}"))!;
            all.AddRange(page.Items);
            cursor = page.NextCursor is null ? null : $"&cursor={page.NextCursor}";
        }
        while (cursor is not null);
        return all;
    }
}
