using System.Diagnostics;
using System.Text.Json;
using Messaging;
using Messaging.Bundles;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Reliability.Storage;

namespace Reliability.Outbox;

/// <summary>Publishes one batch: partitions side by side, the messages of a partition one after the other.</summary>
/// <remarks>
/// One relay works at a time, whichever replica gets the lock, because two that skip each other's rows would reorder a user's
/// messages. Rows go when the broker has confirmed them; a crash in between publishes them again, under the same message id,
/// in the same order, and the consumers' inboxes drop the repeats.
/// </remarks>
internal sealed class OutboxBatch(
    NpgsqlDataSource database, BundlingPublisher publisher, TimeProvider time, IOptions<OutboxOptions> options, ILogger<OutboxBatch> logger)
{
    // Any number will do, as long as nothing else in this database takes the same.
    private const long RelayLock = 0x6F7574626F78;

    // Nobody waits for the disk here: should the server go down and forget this commit, the messages are published once more,
    // as after any other crash.
    private const string WithoutWaitingSql = "SET LOCAL synchronous_commit = off";

    // The planner, who last saw the table empty, would go through its dead rows.
    private const string ByIndexSql = "SET LOCAL enable_seqscan = off";

    private const string LockSql = "SELECT pg_try_advisory_xact_lock($1)";

    private const string ReadSql =
        """
        SELECT id, message_id, type, partition_key, body, trace_parent, attempts FROM outbox_messages AS next
        WHERE NOT EXISTS (
            SELECT 1 FROM outbox_messages AS blocked
            WHERE blocked.partition_key = next.partition_key AND blocked.blocked_until > $1)
        ORDER BY id LIMIT $2
        """;

    private const string DeleteSql = "DELETE FROM outbox_messages WHERE id = ANY($1)";

    private const string BlockSql = "UPDATE outbox_messages SET attempts = $2, blocked_until = $3 WHERE id = $1";

    /// <returns>True when there may be more to do at once.</returns>
    public async Task<bool> RelayAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var batch = await ReadAsync(connection, cancellationToken);
        if (batch.Count == 0)
        {
            return false;
        }
        var attempts = await PublishAsync(batch, cancellationToken);
        var published = attempts.Where(attempt => attempt.BlockedUntil is null).Select(attempt => attempt.Message.Id).ToArray();
        await using var outcome = new NpgsqlBatch(connection);
        outcome.Add(DeleteSql, published);
        foreach (var (message, blockedUntil) in attempts.Where(attempt => attempt.BlockedUntil is not null))
        {
            outcome.Add(BlockSql, message.Id, message.Attempts + 1, blockedUntil!.Value);
        }
        await outcome.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return published.Length == options.Value.BatchSize;
    }

    /// <summary>What is next in its turn. Nothing, where another relay is at work.</summary>
    private async Task<List<OutboxMessage>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(LockSql, RelayLock);
        batch.Add(WithoutWaitingSql);
        batch.Add(ByIndexSql);
        batch.Add(ReadSql, time.GetUtcNow(), options.Value.BatchSize);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var messages = new List<OutboxMessage>();
        if (!reader.GetBoolean(0))
        {
            return messages;
        }
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            messages.Add(new OutboxMessage
            {
                Id = reader.GetInt64(0),
                MessageId = reader.GetGuid(1),
                Type = reader.GetString(2),
                PartitionKey = reader.GetString(3),
                Body = reader.GetString(4),
                TraceParent = reader[5] as string,
                Attempts = reader.GetInt32(6),
            });
        }
        return messages;
    }

    private async Task<List<Attempt>> PublishAsync(List<OutboxMessage> batch, CancellationToken cancellationToken)
    {
        var attempts = await Task.WhenAll(batch
            .GroupBy(message => message.PartitionKey, StringComparer.Ordinal)
            .Select(partition => PublishPartitionAsync(partition, cancellationToken)));
        return [.. attempts.SelectMany(ofPartition => ofPartition)];
    }

    private async Task<List<Attempt>> PublishPartitionAsync(IEnumerable<OutboxMessage> partition, CancellationToken cancellationToken)
    {
        var attempts = new List<Attempt>();
        foreach (var message in partition)
        {
            try
            {
                await PublishAsync(message, cancellationToken);
                attempts.Add(new Attempt(message, BlockedUntil: null));
            }
            catch (Exception exception) when (exception is PublishNotConfirmedException or UnknownContractException or JsonException)
            {
                attempts.Add(new Attempt(message, time.GetUtcNow().AddMilliseconds(options.Value.BlockedMilliseconds)));
                Log.PublishRefused(logger, message.MessageId, message.Type, message.Attempts + 1, exception.Message);
                break;
            }
        }
        return attempts;
    }

    private async Task PublishAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        using var activity = ReliabilityMetrics.Source.StartActivity("outbox publish", ActivityKind.Internal, message.TraceParent);
        if (!MessageRoutes.Contracts.TryGetValue(message.Type, out var contract))
        {
            throw new UnknownContractException();
        }
        await publisher.PublishAsync(JsonSerializer.Deserialize(message.Body, contract)!, message.MessageId, cancellationToken);
        ReliabilityMetrics.Published.Add(1);
    }

    // Blocked until then when it was not confirmed.
    private sealed record Attempt(OutboxMessage Message, DateTimeOffset? BlockedUntil);
}

/// <summary>A newer release wrote it, and waits for one like it to publish it.</summary>
internal sealed class UnknownContractException() : Exception("This release does not know such a message.");
