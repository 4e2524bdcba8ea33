using System.ComponentModel.DataAnnotations;
using Credits.Ledger;
using Npgsql;
using Reliability.Storage;
using ServiceDefaults;

namespace Credits.Administration;

public sealed record GrantRequest(
    [property: Required, StringLength(CurrentUser.UserIdLengthMax, MinimumLength = 1), PlainText] string UserId,
    [property: Range(1, AdjustmentLimits.AmountMax)] long Amount,
    [property: Required, StringLength(LedgerTransaction.DescriptionLengthMax, MinimumLength = 3), PlainText] string Reason,
    [property: AllowedValues(Ledger.Bucket.Bonus, Ledger.Bucket.Purchased)] string Bucket = Ledger.Bucket.Bonus,
    DateTimeOffset? ExpiresAt = null);

public sealed record DeductRequest(
    [property: Required, StringLength(CurrentUser.UserIdLengthMax, MinimumLength = 1), PlainText] string UserId,
    [property: Range(1, AdjustmentLimits.AmountMax)] long Amount,
    [property: Required, StringLength(LedgerTransaction.DescriptionLengthMax, MinimumLength = 3), PlainText] string Reason);

/// <summary>What an operator may move at once.</summary>
internal static class AdjustmentLimits
{
    public const long AmountMax = 1_000_000_000;
}

internal sealed record AdjustmentResponse(Guid TransactionId, string UserId, long Amount, long BalanceAfter)
{
    private const string FindSql = "SELECT id, user_id, amount, balance_after FROM transactions WHERE user_id = $1 AND idempotency_key = $2";

    public static AdjustmentResponse Of(LedgerTransaction booked) => new(booked.Id, booked.UserId, booked.Amount, booked.BalanceAfter);

    /// <summary>What an earlier try under the same key has booked, when it died before it could answer.</summary>
    public static async Task<AdjustmentResponse?> FindAsync(
        NpgsqlConnection connection, string userId, string idempotencyKey, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(FindSql, userId, idempotencyKey);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new AdjustmentResponse(reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3))
            : null;
    }
}
