using System.Diagnostics;
using System.Text.Json;
using Messaging;
using Microsoft.EntityFrameworkCore;

namespace Reliability.Outbox;

/// <summary>Where an effect leaves its messages: in its own transaction, to be published after the commit.</summary>
public interface IOutbox
{
    /// <summary>Adds a message to the caller's unit of work. It is published if and only if that commits.</summary>
    /// <param name="message">A contract.</param>
    /// <param name="partitionKey">Messages of one key are published in the order of their addition: the user id.</param>
    /// <remarks>
    /// The order holds for writers that serialise themselves on the key, as the ledger does by locking the account:
    /// the row's number is drawn after the lock, so numbers and commits have the same order.
    /// </remarks>
    void Add(object message, string partitionKey);
}

internal sealed class DatabaseOutbox(DbContext database, TimeProvider time) : IOutbox
{
    public void Add(object message, string partitionKey) => database.Set<OutboxMessage>().Add(new OutboxMessage
    {
        MessageId = Guid.CreateVersion7(),
        Type = MessageRoutes.NameOf(message.GetType()),
        PartitionKey = partitionKey,
        Body = JsonSerializer.Serialize(message, message.GetType()),
        TraceParent = Activity.Current?.Id,
        CreatedAt = time.GetUtcNow(),
    });
}
