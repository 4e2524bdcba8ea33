using Contracts;
using Testing;

namespace Credits.Tests.Refunds;

/// <summary>Another product on the same Stripe account: its refunds and disputes are heard of here too, since they don't say whose they are.</summary>
public sealed class PaymentsOfOthersTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task WhatIsSaidOfThem_ChangesNothing_AndIsKeptOnceHoweverOftenItComes()
    {
        var others = $"pi_{Guid.CreateVersion7():n}";
        await credits.UserWithAsync(purchased: 100);
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
        Assert.Equal(facts.Length, await FactsOfAsync(others));
        Assert.Equal((accounts, transactions), (await CountAsync("accounts"), await CountAsync("transactions")));
        await credits.AssertLedgerIsSoundAsync();
    }

    private Task<long> FactsOfAsync(string payment) => CountAsync($"payment_facts WHERE payment_intent_id = '{payment}'");

    private Task<long> CountAsync(string what) => credits.ScalarAsync<long>($"SELECT count(*) FROM {what}");
}
