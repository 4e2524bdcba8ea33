using Credits.Ledger;

namespace Credits.Expiry;

/// <summary>Books the expiry of credits whose hour has come: what is left of them, except what a hold set aside.</summary>
internal static class Expiring
{
    /// <returns>Credits that were expired.</returns>
    public static long ExpireDue(AccountBook book)
    {
        var expired = 0L;
        foreach (var lot in book.Lots.Where(lot => lot.HasExpired(book.Now) && lot.Free > 0).OrderBy(lot => lot.ExpiresAt).ThenBy(lot => lot.Id).ToList())
        {
            expired += lot.Free;
            Expire(book, lot, lot.Free);
        }
        return expired;
    }

    /// <summary>Books the expiry of some of a lot's credits.</summary>
    public static void Expire(AccountBook book, Lot lot, long amount)
    {
        var transaction = book.Book(new Entry(TransactionType.Expire, [new GrantPart(lot.Id, -amount)])
        {
            Description = $"Expired {lot.Bucket} credits",
        });
        book.Tell(LedgerMessages.Expired(lot, transaction));
    }
}
