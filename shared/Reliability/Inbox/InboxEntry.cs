using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Reliability.Inbox;

/// <summary>A message that a consumer has taken effect of.</summary>
internal sealed class InboxEntry
{
    public const int ConsumerLengthMax = 128;

    public required Guid MessageId { get; init; }

    /// <summary>The queue: one message goes to several consumers.</summary>
    public required string Consumer { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

internal sealed class InboxEntryConfiguration : IEntityTypeConfiguration<InboxEntry>
{
    public void Configure(EntityTypeBuilder<InboxEntry> builder)
    {
        builder.ToTable("inbox_entries");
        builder.HasKey(entry => new { entry.MessageId, entry.Consumer });
        builder.Property(entry => entry.Consumer).HasMaxLength(InboxEntry.ConsumerLengthMax);
        // For the sweeper alone: entries stand in the order of their coming, and one more tree would cost every message.
        builder.HasIndex(entry => entry.ReceivedAt).HasMethod("brin");
    }
}
