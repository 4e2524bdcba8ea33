using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Reliability.IdempotencyKeys;

/// <summary>What a key means right now.</summary>
internal abstract record KeyState
{
    /// <summary>The request is ours to run, under this id.</summary>
    public sealed record Claimed(Guid Id) : KeyState;

    public sealed record Answered(StoredAnswer Answer) : KeyState;

    public sealed record Running : KeyState;

    public sealed record UsedForAnotherRequest : KeyState;
}

/// <summary>The keys in PostgreSQL. Each step is one statement, so that of any number of repeats one wins.</summary>
internal sealed class IdempotencyStore(NpgsqlDataSource dataSource, TimeProvider time, IOptions<IdempotencyOptions> options)
{
    // A key whose day is over starts afresh with a new id; a run that was given up is taken over with the old one.
    private const string ClaimSql =
        """
        INSERT INTO idempotency_keys AS existing (id, principal, key, request_hash, locked_until, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (principal, key) DO UPDATE SET
            id = CASE WHEN existing.expires_at <= $7 THEN excluded.id ELSE existing.id END,
            expires_at = CASE WHEN existing.expires_at <= $7 THEN excluded.expires_at ELSE existing.expires_at END,
            request_hash = excluded.request_hash,
            locked_until = excluded.locked_until,
            response_status = NULL, response_content_type = NULL, response_location = NULL, response_body = NULL
        WHERE existing.expires_at <= $7
           OR (existing.response_status IS NULL AND existing.locked_until <= $7 AND existing.request_hash = excluded.request_hash)
        RETURNING id
        """;

    private const string ReadSql =
        """
        SELECT request_hash = $3, response_status, response_content_type, response_location, response_body
        FROM idempotency_keys WHERE principal = $1 AND key = $2
        """;

    private const string AnswerSql =
        """
        UPDATE idempotency_keys
        SET response_status = $2, response_content_type = $3, response_location = $4, response_body = $5
        WHERE id = $1 AND response_status IS NULL
        """;

    private const string ReleaseSql = "UPDATE idempotency_keys SET locked_until = $2 WHERE id = $1 AND response_status IS NULL";

    public async Task<KeyState> ClaimAsync(KeyedRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var claim = dataSource.CreateCommand(ClaimSql);
        Add(claim, Guid.CreateVersion7(), request.Principal, request.Key, request.Hash,
            now.AddSeconds(options.Value.LeaseSeconds), now.AddHours(options.Value.KeyLifetimeHours), now);
        return await claim.ExecuteScalarAsync(cancellationToken) is Guid id
            ? new KeyState.Claimed(id)
            : await ReadAsync(request, cancellationToken);
    }

    public async Task StoreAsync(Guid id, StoredAnswer answer, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(AnswerSql);
        Add(command, id, (short)answer.Status);
        AddText(command, answer.ContentType);
        AddText(command, answer.Location);
        Add(command, answer.Body);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Gives the request up without an answer: the next repeat runs it, under the same id.</summary>
    public async Task ReleaseAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ReleaseSql);
        Add(command, id, time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<KeyState> ReadAsync(KeyedRequest request, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ReadSql);
        Add(command, request.Principal, request.Key, request.Hash);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            // Swept between the two statements: the caller asks again.
            return new KeyState.Running();
        }
        if (!reader.GetBoolean(0))
        {
            return new KeyState.UsedForAnotherRequest();
        }
        return await reader.IsDBNullAsync(1, cancellationToken)
            ? new KeyState.Running()
            : new KeyState.Answered(new StoredAnswer(
                reader.GetInt16(1), reader[2] as string, reader[3] as string, reader.GetFieldValue<byte[]>(4)));
    }

    private static void Add(NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
    }

    private static void AddText(NpgsqlCommand command, string? value) =>
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
}
