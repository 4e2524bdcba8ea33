using System.Globalization;

namespace Credits.Ledger;

/// <summary>The hash that chains a user's transactions, so that a change made behind the service's back shows.</summary>
/// <remarks>
/// <see cref="ChainHash"/> over the predecessor's hash (32 bytes, zeros before the first) and these fields in order: user id,
/// sequence, id, amount, balance after, type, description, metadata, session id, purchase id, idempotency key, time
/// (<c>yyyy-MM-ddTHH:mm:ss.ffffffZ</c>), and the grants touched as <c>id=amount</c> joined by commas in the order of their ids.
/// </remarks>
internal static class LedgerHash
{
    public const int Length = ChainHash.Length;

    private const int IdLength = 36;
    private const int NumberLengthMax = 20;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    [ThreadStatic]
    private static ChainHash? ofThisThread;

    /// <summary>What stands before the first transaction.</summary>
    public static byte[] Genesis => ChainHash.Genesis;

    public static byte[] Compute(ReadOnlySpan<byte> previous, LedgerTransaction transaction)
    {
        Span<char> text = stackalloc char[IdLength];
        return (ofThisThread ??= new ChainHash()).After(previous)
            .Append(transaction.UserId)
            .Append(Written(transaction.Sequence, text))
            .Append(Written(transaction.Id, text))
            .Append(Written(transaction.Amount, text))
            .Append(Written(transaction.BalanceAfter, text))
            .Append(transaction.Type)
            .AppendOrAbsent(transaction.Description)
            .AppendOrAbsent(transaction.Metadata)
            .AppendOrAbsent(transaction.SessionId)
            .AppendOrAbsent(transaction.PurchaseId?.ToString())
            .AppendOrAbsent(transaction.IdempotencyKey)
            .Append(Written(transaction.CreatedAt.UtcDateTime, text, TimeFormat))
            .Append(Parts(transaction))
            .Compute();
    }

    /// <summary>A time as it is hashed.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The grants touched as they are hashed.</summary>
    public static string Parts(LedgerTransaction transaction) => transaction.GrantIds.Length == 1
        ? Part(transaction.GrantIds[0], transaction.GrantAmounts[0])
        : string.Join(',', transaction.GrantIds
            .Zip(transaction.GrantAmounts, (id, amount) => (Id: id.ToString(), Text: Part(id, amount)))
            .OrderBy(part => part.Id, StringComparer.Ordinal)
            .Select(part => part.Text));

    private static string Part(Guid grantId, long amount) => string.Create(
        CultureInfo.InvariantCulture, stackalloc char[IdLength + 1 + NumberLengthMax], $"{grantId}={amount}");

    private static ReadOnlySpan<char> Written<T>(T value, Span<char> text, string? format = null)
        where T : ISpanFormattable
    {
        value.TryFormat(text, out var written, format, CultureInfo.InvariantCulture);
        return text[..written];
    }
}

/// <summary>A grant's share in a transaction (signed as the transaction), a hold or a clawback (above zero).</summary>
internal readonly record struct GrantPart(Guid GrantId, long Amount)
{
    public GrantPart Negated() => this with { Amount = -Amount };
}
