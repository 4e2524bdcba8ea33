using Contracts;
using Testing;

namespace Credits.Tests.Refunds;

/// <summary>Another product on the same Stripe account: its refunds and disputes are heard of here too, since they don't say whose they are.</summary>
public sealed class PaymentsOfOthersTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private static readonly TimeSpan LongerThanStripeKeepsEvents = TimeSpan.FromDays(36);

    [Fact]
    public async Task WhatIsSaidOfThem_ChangesNothing_AndIsForgottenInTime_WhileWhatIsOursStays()
    {
        var (user, ours, others) = (await credits.UserWithAsync(), $"pi_{Guid.CreateVersion7():n}", $"pi_{Guid.CreateVersion7():n}");
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, ours));
        await credits.PublishAsync(Messages.Refunded(ours, 400));
        await Eventually.Async(() => credits.BalanceOfAsync(user), found => Assert.Equal(65, found.Balance));
        var accounts = await CountAsync("accounts");
        var transactions = await CountAsync("transactions");

        object[] facts =
        [
            Messages.Refunded(others, 1_000), Messages.RefundFailed(others, 400), Messages.Disputed(others),
            Messages.DisputeClosed(others, DisputeOutcome.Lost), Messages.Reinstated(others), Messages.FraudWarning(others),
        ];
        foreach (var fact in facts.Concat(facts))
        {
            await credits.PublishAsync(fact);
        }
        await Eventually.Async(async () => Assert.Equal(facts.Length, await FactsOfAsync(others)));
        await credits.ConsumedAllAsync();

        Assert.Equal((accounts, transactions), (await CountAsync("accounts"), await CountAsync("transactions")));
        credits.Time.Advance(LongerThanStripeKeepsEvents);
        await using var replica = credits.CreateReplica();
        using var client = replica.CreateClient();
        await Eventually.Async(async () => Assert.Equal(0, await FactsOfAsync(others)));
        Assert.Equal((1, 1), (await FactsOfAsync(ours), await CountAsync("payments")));
        await credits.AssertLedgerIsSoundAsync();
    }

    private Task<long> FactsOfAsync(string payment) => CountAsync($"payment_facts WHERE payment_intent_id = '{payment}'");

    private Task<long> CountAsync(string what) => credits.ScalarAsync<long>($"SELECT count(*) FROM {what}");
}
