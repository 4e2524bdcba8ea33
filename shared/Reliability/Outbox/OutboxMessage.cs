using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Reliability.Outbox;

/// <summary>A message that was committed with its effect and waits to be published.</summary>
internal sealed class OutboxMessage
{
    public const int PartitionKeyLengthMax = 128;
    public const int TypeLengthMax = 200;
    public const int TraceParentLengthMax = 64;

    /// <summary>The order of publishing within a partition.</summary>
    public long Id { get; init; }

    /// <summary>The message's id on the bus: a repeat after a crash carries the same one.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The contract's name, see <see cref="MessageRoutes.NameOf"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Messages of one key are published one after the other.</summary>
    public required string PartitionKey { get; init; }

    public required string Body { get; init; }

    /// <summary>W3C trace context of whoever wrote it, so that a trace runs on across the bus.</summary>
    public string? TraceParent { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Attempts { get; init; }

    /// <summary>After a refusal, its whole partition waits until then.</summary>
    public DateTimeOffset? BlockedUntil { get; init; }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox_messages");
        builder.HasKey(message => message.Id);
        builder.Property(message => message.Id).UseIdentityAlwaysColumn();
        builder.Property(message => message.Type).HasMaxLength(OutboxMessage.TypeLengthMax);
        builder.Property(message => message.PartitionKey).HasMaxLength(OutboxMessage.PartitionKeyLengthMax);
        builder.Property(message => message.TraceParent).HasMaxLength(OutboxMessage.TraceParentLengthMax);
        builder.Property(message => message.Body).HasColumnType("text");
        builder.HasIndex(message => new { message.PartitionKey, message.BlockedUntil })
            .HasFilter("blocked_until IS NOT NULL")
            .HasDatabaseName("ix_outbox_messages_blocked");
    }
}
