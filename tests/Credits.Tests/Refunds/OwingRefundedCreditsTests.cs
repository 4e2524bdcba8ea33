using Testing;

namespace Credits.Tests.Refunds;

/// <summary>With <c>ShortfallPolicy=Debt</c>: refunded credits that were already spent are owed, and the next purchase repays them.</summary>
public sealed class OwingRefundedCreditsTests(CreditsWithDebt fixture) : IClassFixture<CreditsWithDebt>
{
    private readonly CreditsApplication credits = fixture.Credits;

    [Fact]
    public async Task WhatCouldNotBeTaken_IsADebt_WhichTheUserAndTheOperatorSee()
    {
        var user = await credits.UserWithAsync();
        var payment = await credits.RefundedSpenderAsync(user);

        var balance = await credits.BalanceOfAsync(user);
        Assert.Equal((0, 0, 80), (balance.Balance, balance.Available, balance.Debt));
        var shortfall = Assert.Single((await credits.ShortfallsAsync($"userId={user}")).Items);
        Assert.Equal((payment, 80, true), (shortfall.PaymentIntentId, shortfall.ShortfallCredits, shortfall.IsDebt));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task TheNextPurchases_RepayIt_AndNoMore()
    {
        var user = await credits.UserWithAsync();
        await credits.RefundedSpenderAsync(user);

        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 30));
        await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal((0, 50), (found.Balance, found.Debt)));
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100));
        await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal((50, 0), (found.Balance, found.Debt)));
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 10));

        await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal((60, 0), (found.Balance, found.Debt)));
        Assert.Empty((await credits.ShortfallsAsync($"userId={user}")).Items);
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task APaymentDeliveredTwice_RepaysOnce()
    {
        var user = await credits.UserWithAsync();
        await credits.RefundedSpenderAsync(user);
        var (first, second) = (CreditsApplication.PaymentOf(user, 30), Guid.CreateVersion7());

        await credits.PublishAsync(first);
        await credits.PublishAsync(first, second);
        await credits.ConsumedAllAsync();

        var balance = await credits.BalanceOfAsync(user);
        Assert.Equal((0, 50), (balance.Balance, balance.Debt));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AGiftRepaysNothing()
    {
        var user = await credits.UserWithAsync();
        await credits.RefundedSpenderAsync(user);

        using var gift = await CreditsApplication.PostAsync(
            credits.Operator(), "/api/v1/admin/credits/grant", new { userId = user, amount = 30, reason = "An apology" });

        var balance = await credits.BalanceOfAsync(user);
        Assert.Equal((30, 80), (balance.Balance, balance.Debt));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AFailedRefund_EndsTheDebt_AndReturnsWhatWasRepaid()
    {
        var user = await credits.UserWithAsync();
        var payment = await credits.RefundedSpenderAsync(user);
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 30));
        await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal((0, 50), (found.Balance, found.Debt)));

        await credits.PublishAsync(Messages.RefundFailed(payment, 1_000));

        // 20 were left of the refunded pack, and 30 were repaid.
        await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal((50, 0), (found.Balance, found.Debt)));
        await credits.AssertLedgerIsSoundAsync();
    }
}

/// <summary>A service whose users owe what they spent of refunded packs.</summary>
public sealed class CreditsWithDebt : IAsyncLifetime
{
    public CreditsApplication Credits { get; } = new(("Credits:ShortfallPolicy", "Debt"));

    public Task InitializeAsync() => Credits.InitializeAsync();

    public Task DisposeAsync() => Credits.DisposeAsync();
}
