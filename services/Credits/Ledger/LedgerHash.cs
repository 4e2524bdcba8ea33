using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Credits.Ledger;

/// <summary>The hash that chains a user's transactions, so that a change made behind the service's back shows.</summary>
/// <remarks>
/// SHA-256 over the predecessor's hash (32 bytes, zeros before the first) and these fields in order, each written as its length
/// in UTF-8 bytes, a colon and the text, or a single hyphen when it is absent: user id, sequence, id, amount, balance after, type,
/// description, metadata, session id, purchase id, idempotency key, time (<c>yyyy-MM-ddTHH:mm:ss.ffffffZ</c>), and the grants
/// touched as <c>id=amount</c> joined by commas in the order of their ids. Lengths keep neighbouring fields apart.
/// </remarks>
internal static class LedgerHash
{
    public const int Length = SHA256.HashSizeInBytes;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>What stands before the first transaction.</summary>
    public static byte[] Genesis { get; } = new byte[Length];

    public static byte[] Compute(ReadOnlySpan<byte> previous, LedgerTransaction transaction)
    {
        var text = Canonical(transaction);
        var content = new byte[Length + Encoding.UTF8.GetByteCount(text)];
        previous.CopyTo(content);
        Encoding.UTF8.GetBytes(text, content.AsSpan(Length));
        return SHA256.HashData(content);
    }

    private static string Canonical(LedgerTransaction transaction)
    {
        var text = new StringBuilder();
        Append(text, transaction.UserId);
        Append(text, Number(transaction.Sequence));
        Append(text, transaction.Id.ToString());
        Append(text, Number(transaction.Amount));
        Append(text, Number(transaction.BalanceAfter));
        Append(text, transaction.Type);
        Append(text, transaction.Description);
        Append(text, transaction.Metadata);
        Append(text, transaction.SessionId);
        Append(text, transaction.PurchaseId?.ToString());
        Append(text, transaction.IdempotencyKey);
        Append(text, transaction.CreatedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        Append(text, Parts(transaction));
        return text.ToString();
    }

    private static string Parts(LedgerTransaction transaction) => string.Join(',', transaction.GrantIds
        .Zip(transaction.GrantAmounts, (id, amount) => (Id: id.ToString(), Amount: amount))
        .OrderBy(part => part.Id, StringComparer.Ordinal)
        .Select(part => $"{part.Id}={Number(part.Amount)}"));

    private static void Append(StringBuilder text, string? field)
    {
        if (field is null)
        {
            text.Append('-');
            return;
        }
        text.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field}");
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A grant's share in a transaction (signed as the transaction), a hold or a clawback (above zero).</summary>
internal readonly record struct GrantPart(Guid GrantId, long Amount)
{
    public GrantPart Negated() => this with { Amount = -Amount };
}
