using System.Text.Json;
using System.Text.Json.Serialization;
using Credits.Ledger;
using Npgsql;
using Reliability.Storage;

namespace Credits.PromoCodes;

/// <summary>What a redemption's transaction says beside its sum: the code, and the request that asked for it.</summary>
internal sealed record RedemptionMetadata(string PromoCode, Guid? RequestId)
{
    public static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}

/// <summary>Finds what an earlier run of a request has redeemed, when it died before it could answer.</summary>
internal static class PastRedemption
{
    private const string FindSql =
        $"""
        SELECT t.metadata ->> 'promoCode', g.id, g.amount, g.expires_at, t.balance_after
        FROM transactions t JOIN grants g ON g.id = t.grant_ids[1]
        WHERE t.user_id = $1 AND t.type = '{TransactionType.Bonus}' AND t.metadata ->> 'requestId' = $2
        """;

    public static async Task<RedeemOutcome?> FindAsync(
        NpgsqlConnection connection, string userId, Guid? requestId, CancellationToken cancellationToken)
    {
        if (requestId is not { } id)
        {
            return null;
        }
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(FindSql, userId, id.ToString());
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new RedeemOutcome.Redeemed(
                reader.GetString(0), reader.GetGuid(1), reader.GetInt64(2),
                await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(3),
                reader.GetInt64(4))
            : null;
    }
}
