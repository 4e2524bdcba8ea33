using System.Diagnostics;
using System.Text.Json;
using Messaging;
using Npgsql;
using Reliability.Storage;

namespace Reliability.Outbox;

/// <summary>Messages put into the outbox by a statement of the caller's own transaction, many at once.</summary>
public static class OutboxStatements
{
    // By their turn, so that they are numbered in the order given.
    private const string InsertSql =
        """
        INSERT INTO outbox_messages (message_id, type, partition_key, body, trace_parent, created_at, attempts)
        SELECT m.message_id, m.type, m.partition_key, m.body, m.trace_parent, $6, 0
        FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS m (message_id, type, partition_key, body, trace_parent, turn)
        ORDER BY m.turn
        """;

    /// <summary>Adds contracts, each with its partition key. After the commit, set the <see cref="OutboxSignal"/>.</summary>
    public static void AddMessages(
        this NpgsqlBatch batch, IReadOnlyCollection<(object Message, string PartitionKey)> messages, DateTimeOffset now) => batch.Add(
        InsertSql,
        messages.Select(_ => Guid.CreateVersion7(now)).ToArray(),
        messages.Select(entry => MessageRoutes.NameOf(entry.Message.GetType())).ToArray(),
        messages.Select(entry => entry.PartitionKey).ToArray(),
        messages.Select(entry => JsonSerializer.Serialize(entry.Message, entry.Message.GetType())).ToArray(),
        messages.Select(_ => Activity.Current?.Id).ToArray(),
        now);
}
