using Contracts;
using Testing;

namespace Credits.Tests.Refunds;

/// <summary>What a refund or a dispute did is undone when it fails or is won.</summary>
public sealed class UndoingRefundsAndDisputesTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task AFailedRefund_GivesBackWhatItTook_WhicheverIsHeardOfFirst()
    {
        foreach (var isFailureFirst in new[] { false, true })
        {
            var (user, payment) = (await credits.UserWithAsync(), $"pi_{Guid.CreateVersion7():n}");
            object[] messages = [Messages.Refunded(payment, 400, 0), Messages.RefundFailed(payment, 400)];
            await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, payment));
            foreach (var message in isFailureFirst ? messages.Reverse() : messages)
            {
                await credits.PublishAsync(message);
            }
            await credits.PublishAsync(Messages.Refunded(payment, 300, 0));

            await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal(75, found.Balance));
        }
        await credits.ConsumedAllAsync();
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AnOpenDisputeAndAFraudWarning_Freeze_AndAVerdictForUsFrees()
    {
        var (user, payment) = (await credits.UserWithAsync(), $"pi_{Guid.CreateVersion7():n}");
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, payment));
        await credits.PublishAsync(Messages.FraudWarning(payment));
        await credits.PublishAsync(Messages.Disputed(payment));
        await credits.ConsumedAllAsync();

        var frozen = await credits.BalanceOfAsync(user);
        Assert.Equal((105, 100, 5), (frozen.Balance, frozen.Frozen, frozen.Available));
        using var refused = await credits.SpendAsync(user, 6);
        await Expect.ProblemAsync(refused, System.Net.HttpStatusCode.PaymentRequired, "insufficient_credits");

        await credits.PublishAsync(Messages.DisputeClosed(payment, DisputeOutcome.Won));
        await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal((0, 105), (found.Frozen, found.Available)));
    }

    [Fact]
    public async Task ALossThatIsReinstated_IsUndone()
    {
        var (user, payment) = (await credits.UserWithAsync(), $"pi_{Guid.CreateVersion7():n}");
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, payment));
        await credits.PublishAsync(Messages.Disputed(payment));
        await credits.PublishAsync(Messages.DisputeClosed(payment, DisputeOutcome.Lost));
        await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal(5, found.Balance));

        await credits.PublishAsync(Messages.Reinstated(payment));

        await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal((105, 105), (found.Balance, found.Available)));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task WhatAnUndoneRefundGivesBackToAnotherRefundedPack_IsTakenBackAgain()
    {
        var (user, spent, other) = (await credits.UserWithAsync(), $"pi_{Guid.CreateVersion7():n}", $"pi_{Guid.CreateVersion7():n}");
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, spent));
        await credits.ConsumedAllAsync();
        using var spend = await credits.SpendAsync(user, 105);
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, other));
        await credits.ConsumedAllAsync();

        await credits.PublishAsync(Messages.Disputed(spent, 600));
        await credits.PublishAsync(Messages.DisputeClosed(spent, DisputeOutcome.Lost, 600));
        await credits.ConsumedAllAsync();
        await credits.PublishAsync(Messages.Refunded(other, 1_000, 0));
        await credits.ConsumedAllAsync();
        await credits.PublishAsync(Messages.Reinstated(spent, 600));
        await credits.ConsumedAllAsync();

        Assert.Equal(0, (await credits.BalanceOfAsync(user)).Balance);
        Assert.Equal(0, await credits.ScalarAsync<long>($"SELECT target - taken FROM clawbacks WHERE payment_intent_id = '{other}'"));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task ARefund_TakesNothingOfWhatHasExpired_SweptOrNot()
    {
        var (user, spent) = (await credits.UserWithAsync(), $"pi_{Guid.CreateVersion7():n}");
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, spent));
        await credits.ConsumedAllAsync();
        using var spend = await credits.SpendAsync(user, 105);
        using var gift = await CreditsApplication.PostAsync(
            credits.Operator(), "/api/v1/admin/credits/grant",
            new { userId = user, amount = 40, reason = "For a day", bucket = "purchased", expiresAt = credits.Time.GetUtcNow().AddDays(1) });
        credits.Time.Advance(TimeSpan.FromDays(1));

        await credits.PublishAsync(Messages.Refunded(spent, 1_000, 0));
        await credits.ConsumedAllAsync();

        Assert.Equal(100, await credits.ScalarAsync<long>($"SELECT target - taken FROM clawbacks WHERE payment_intent_id = '{spent}'"));
        await credits.AssertLedgerIsSoundAsync();
    }
}
