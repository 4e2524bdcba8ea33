using Microsoft.Extensions.Options;
using Npgsql;
using Reliability.Storage;

namespace Reliability.IdempotencyKeys;

/// <summary>Keys looked up and answers stored within a transaction of the caller's, for many requests at once.</summary>
public sealed class KeyStatements(IOptions<IdempotencyOptions> options)
{
    private const string LookupSql =
        """
        SELECT k.principal, k.key, k.request_hash, k.response_status, k.response_content_type, k.response_location, k.response_body
        FROM unnest($1, $2) AS asked (principal, key)
        JOIN idempotency_keys k ON k.principal = asked.principal AND k.key = asked.key
        WHERE k.expires_at > $3 AND (k.response_status IS NOT NULL OR k.locked_until > $3)
        """;

    private const string StoreNewSql =
        """
        INSERT INTO idempotency_keys AS existing (id, principal, key, request_hash, locked_until, expires_at, response_status,
            response_content_type, response_location, response_body)
        SELECT a.id, a.principal, a.key, a.hash, $5, $6, a.status, a.content_type, a.location, a.body
        FROM unnest($1, $2, $3, $4, $7, $8, $9, $10) AS a (id, principal, key, hash, status, content_type, location, body)
        """;

    // What the lookup did not count (a key whose day is over, a run that was given up) makes room.
    private const string StoreSql =
        $"""
        {StoreNewSql}
        ON CONFLICT (principal, key) DO UPDATE SET id = excluded.id, request_hash = excluded.request_hash,
            locked_until = excluded.locked_until, expires_at = excluded.expires_at, response_status = excluded.response_status,
            response_content_type = excluded.response_content_type, response_location = excluded.response_location,
            response_body = excluded.response_body
        WHERE existing.expires_at <= $5 OR (existing.response_status IS NULL AND existing.locked_until <= $5)
        """;

    /// <summary>Adds the lookup of these keys; <see cref="ReadLookupAsync"/> reads its result.</summary>
    public static void AddLookup(NpgsqlBatch batch, IReadOnlyCollection<KeyedRequest> requests, DateTimeOffset now) => batch.Add(
        LookupSql, requests.Select(request => request.Principal).ToArray(), requests.Select(request => request.Key).ToArray(), now);

    /// <summary>What is known of the keys that were looked up. Those of which nothing is known are absent.</summary>
    public static async Task<Dictionary<(string Principal, string Key), KnownKey>> ReadLookupAsync(
        NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var known = new Dictionary<(string, string), KnownKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var answer = await reader.IsDBNullAsync(3, cancellationToken)
                ? null
                : new StoredAnswer(reader.GetInt16(3), reader[4] as string, reader[5] as string, reader.GetFieldValue<byte[]>(6));
            known.Add((reader.GetString(0), reader.GetString(1)), new KnownKey(reader.GetFieldValue<byte[]>(2), answer));
        }
        return known;
    }

    /// <summary>Adds the storing of these answers, each for another key.</summary>
    /// <remarks>A row less than answers means that somebody else stored one in between: roll back and look again.</remarks>
    public void AddStore(NpgsqlBatch batch, IReadOnlyCollection<(KeyedRequest Request, StoredAnswer Answer)> answers, DateTimeOffset now) =>
        AddStore(batch, StoreSql, answers, now);

    /// <summary>Adds the storing of answers under keys of which nobody has looked whether they are new.</summary>
    /// <remarks>It fails as a whole, with a unique violation, when one of them is not.</remarks>
    public void AddFirstStore(NpgsqlBatch batch, IReadOnlyCollection<(KeyedRequest Request, StoredAnswer Answer)> answers, DateTimeOffset now) =>
        AddStore(batch, StoreNewSql, answers, now);

    private void AddStore(
        NpgsqlBatch batch, string sql, IReadOnlyCollection<(KeyedRequest Request, StoredAnswer Answer)> answers, DateTimeOffset now) =>
        batch.Add(
            sql,
            answers.Select(_ => Guid.CreateVersion7(now)).ToArray(),
            answers.Select(entry => entry.Request.Principal).ToArray(),
            answers.Select(entry => entry.Request.Key).ToArray(),
            answers.Select(entry => entry.Request.Hash).ToArray(),
            now,
            now.AddHours(options.Value.KeyLifetimeHours),
            answers.Select(entry => (short)entry.Answer.Status).ToArray(),
            answers.Select(entry => entry.Answer.ContentType).ToArray(),
            answers.Select(entry => entry.Answer.Location).ToArray(),
            answers.Select(entry => entry.Answer.Body).ToArray());
}

/// <summary>A key that was used before.</summary>
/// <param name="Hash">Of the request it was used for.</param>
/// <param name="Answer">That request's answer; null while it is still running.</param>
public sealed record KnownKey(byte[] Hash, StoredAnswer? Answer);
