using System.Diagnostics;
using System.Text.Json;
using Messaging;
using Messaging.Bundles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Reliability.Outbox;

/// <summary>Publishes one batch: partitions side by side, the messages of a partition one after the other.</summary>
/// <remarks>
/// One relay works at a time, whichever replica gets the lock, because two that skip each other's rows would reorder a user's
/// messages. Rows go when the broker has confirmed them; a crash in between publishes them again, under the same message id,
/// in the same order, and the consumers' inboxes drop the repeats.
/// </remarks>
internal sealed class OutboxBatch(
    DbContext database, BundlingPublisher publisher, TimeProvider time, IOptions<OutboxOptions> options, ILogger<OutboxBatch> logger)
{
    // Any number will do, as long as nothing else in this database takes the same.
    private const long RelayLock = 0x6F7574626F78;

    /// <returns>True when there may be more to do at once.</returns>
    public async Task<bool> RelayAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await TryLockAsync(cancellationToken))
        {
            return false;
        }
        // Nobody waits for the disk here: should the server go down and forget this commit, the messages are published once more,
        // as after any other crash. And by the indexes: the planner, who last saw the table empty, would go through its dead rows.
        await database.Database.ExecuteSqlRawAsync("SET LOCAL synchronous_commit = off; SET LOCAL enable_seqscan = off", cancellationToken);
        var batch = await ReadAsync(cancellationToken);
        if (batch.Count == 0)
        {
            return false;
        }
        var published = await PublishAsync(batch, cancellationToken);
        await database.Set<OutboxMessage>()
            .Where(message => published.Contains(message.Id))
            .ExecuteDeleteAsync(cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return published.Count == options.Value.BatchSize;
    }

    private Task<bool> TryLockAsync(CancellationToken cancellationToken) => database.Database
        .SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({RelayLock}) AS \"Value\"")
        .SingleAsync(cancellationToken);

    private Task<List<OutboxMessage>> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var messages = database.Set<OutboxMessage>();
        return messages
            .Where(message => !messages.Any(blocked =>
                blocked.PartitionKey == message.PartitionKey && blocked.BlockedUntil > now))
            .OrderBy(message => message.Id)
            .Take(options.Value.BatchSize)
            .ToListAsync(cancellationToken);
    }

    private async Task<HashSet<long>> PublishAsync(List<OutboxMessage> batch, CancellationToken cancellationToken)
    {
        var confirmed = await Task.WhenAll(batch
            .GroupBy(message => message.PartitionKey, StringComparer.Ordinal)
            .Select(partition => PublishPartitionAsync(partition, cancellationToken)));
        return [.. confirmed.SelectMany(ids => ids)];
    }

    private async Task<List<long>> PublishPartitionAsync(IEnumerable<OutboxMessage> partition, CancellationToken cancellationToken)
    {
        var confirmed = new List<long>();
        foreach (var message in partition)
        {
            try
            {
                await PublishAsync(message, cancellationToken);
                confirmed.Add(message.Id);
            }
            catch (PublishNotConfirmedException exception)
            {
                message.Attempts++;
                message.BlockedUntil = time.GetUtcNow().AddMilliseconds(options.Value.BlockedMilliseconds);
                Log.PublishRefused(logger, message.MessageId, message.Type, message.Attempts, exception.Message);
                break;
            }
        }
        return confirmed;
    }

    private async Task PublishAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        using var activity = ReliabilityMetrics.Source.StartActivity("outbox publish", ActivityKind.Internal, message.TraceParent);
        var contract = JsonSerializer.Deserialize(message.Body, MessageRoutes.Contracts[message.Type])!;
        await publisher.PublishAsync(contract, message.MessageId, cancellationToken);
        ReliabilityMetrics.Published.Add(1);
    }
}
