using Credits.Ledger;

namespace Credits.Spending;

/// <summary>Credits to take at once.</summary>
internal sealed record Spend(long Amount)
{
    public string? SessionId { get; init; }

    public string? Description { get; init; }

    public string? Metadata { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>Takes them, soonest-expiring first.</summary>
    /// <returns>What was booked; null, and nothing booked, when there are not enough.</returns>
    public LedgerTransaction? From(AccountBook book)
    {
        if (book.Available < Amount)
        {
            return null;
        }
        var parts = SpendOrder.Choose(book.Lots, Amount, lot => lot.Spendable(book.Now));
        return book.Book(new Entry(TransactionType.Spend, [.. parts.Select(part => part.Negated())])
        {
            SessionId = SessionId,
            Description = Description,
            Metadata = Metadata,
            IdempotencyKey = IdempotencyKey,
        });
    }
}
