using Credits.Ledger;

namespace Credits.Balance;

/// <summary>A user's balance at this moment, with no hold counted that is overdue.</summary>
internal sealed class CurrentBalance(BalanceReader balances, LedgerWriter ledger, TimeProvider time)
{
    /// <returns>Null when the user has no account.</returns>
    public async Task<BalanceResponse?> FindAsync(string userId, CancellationToken cancellationToken) =>
        await balances.ReadAsync(userId, time.GetUtcNow(), cancellationToken) switch
        {
            null => null,
            { HasOverdueHolds: false } reading => reading.Balance,
            _ => await OpenAsync(userId, cancellationToken),
        };

    /// <summary>Opens the account if there is none. Also ends the overdue holds, so that nobody is shown what the next request would find taken.</summary>
    public async Task<BalanceResponse> OpenAsync(string userId, CancellationToken cancellationToken)
    {
        await ledger.OpenAsync(userId, cancellationToken);
        return (await balances.ReadAsync(userId, time.GetUtcNow(), cancellationToken))!.Balance;
    }
}
