namespace Credits.Tests.Balance;

public sealed class OpeningAnAccountTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task TheFirstLook_OpensTheAccountWithTheSignupBonus()
    {
        var balance = await credits.BalanceOfAsync(CreditsApplication.NewUser());

        Assert.Equal(5, balance.Balance);
        Assert.Equal(5, balance.Available);
        Assert.Equal(5, balance.Bonus);
        Assert.Equal(new BreakdownView(0, 0, 0, 5), balance.Breakdown);
        Assert.Equal(new MonthlyView(0, 0, 0, null), balance.Monthly);
        Assert.Equal(new RolloverView(0, null), balance.Rollover);
    }

    [Fact]
    public async Task TwentyFirstLooksAtOnce_GiveOneBonus()
    {
        var user = CreditsApplication.NewUser();

        var balances = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => credits.BalanceOfAsync(user)));

        Assert.All(balances, balance => Assert.Equal(5, balance.Balance));
        var signup = Assert.Single((await credits.HistoryOfAsync(user)).Transactions);
        Assert.Equal(("signup", 5, 5), (signup.Type, signup.Amount, signup.BalanceAfter));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task WithoutAToken_NobodySeesABalance()
    {
        using var response = await credits.Anonymous().GetAsync("/api/v1/playground/credits");

        await Expect.ProblemAsync(response, System.Net.HttpStatusCode.Unauthorized, "unauthenticated");
    }
}
