using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Billing.Reconciliation;

/// <summary>What a night's comparison found. The day is the key, so that it is done once, on whichever replica.</summary>
internal sealed class ReconciliationRun
{
    public required DateOnly Day { get; init; }

    public required DateTimeOffset RanAt { get; init; }

    public required long Purchases { get; init; }

    public required long Differences { get; init; }
}

internal sealed class ReconciliationRunConfiguration : IEntityTypeConfiguration<ReconciliationRun>
{
    public void Configure(EntityTypeBuilder<ReconciliationRun> builder)
    {
        builder.ToTable("reconciliation_runs");
        builder.HasKey(run => run.Day);
        builder.Property(run => run.Day).ValueGeneratedNever();
    }
}
