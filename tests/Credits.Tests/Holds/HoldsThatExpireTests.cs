using System.Net;
using System.Net.Http.Json;
using Testing;

namespace Credits.Tests.Holds;

public sealed class HoldsThatExpireTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task AHoldWhoseTimeIsOver_IsFreeAtOnce_AndCantBeCapturedAnyMore()
    {
        var user = await credits.UserWithAsync();
        using var answer = await CreditsApplication.PostAsync(
            credits.Playground(), "/api/v1/playground/credits/holds", new { userId = user, amount = 5, expiresInSeconds = 60 });
        var hold = (await answer.Content.ReadFromJsonAsync<HoldView>())!.HoldId;

        credits.Time.Advance(TimeSpan.FromSeconds(60));

        var balance = await credits.BalanceOfAsync(user);
        Assert.Equal((5, 0, 5), (balance.Balance, balance.Held, balance.Available));
        using var capture = await CreditsApplication.PostAsync(
            credits.Playground(), $"/api/v1/playground/credits/holds/{hold}/capture", new { amount = 1 });
        await Expect.ProblemAsync(capture, HttpStatusCode.Conflict, "hold_expired");
        using var spend = await credits.SpendAsync(user, 5);
        Assert.Equal(HttpStatusCode.Created, spend.StatusCode);
        await Eventually.Async(
            () => credits.ScalarAsync<string>($"SELECT status FROM holds WHERE id = '{hold}'"), status => Assert.Equal("expired", status));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task WhatAnOverdueHoldReturnsToARefundedPack_IsTakenBackBeforeItIsShown()
    {
        var user = await credits.UserWithAsync();
        var payment = CreditsApplication.PaymentOf(user, 100);
        await credits.PublishAsync(payment);
        await credits.ConsumedAllAsync();
        using var hold = await CreditsApplication.PostAsync(
            credits.Playground(), "/api/v1/playground/credits/holds", new { userId = user, amount = 45, expiresInSeconds = 60 });
        await credits.PublishAsync(Messages.Refunded(payment.PaymentIntentId, 1_000, 0));
        await credits.ConsumedAllAsync();

        credits.Time.Advance(TimeSpan.FromSeconds(60));

        var balance = await credits.BalanceOfAsync(user);
        Assert.Equal((5, 0, 5), (balance.Balance, balance.Held, balance.Available));
        await credits.AssertLedgerIsSoundAsync();
    }

    private sealed record HoldView(Guid HoldId);
}
