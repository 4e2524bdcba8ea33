using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Billing.Healing;

/// <summary>One look through Stripe's event list, and what came of it.</summary>
internal sealed class BackfillRun
{
    public const int StartedByLengthMax = 16;
    public const int ProblemLengthMax = 200;

    public required Guid Id { get; init; }

    /// <summary>One of <see cref="BackfillStarters"/>.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Stripe's time from which everything was looked at.</summary>
    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset FinishedAt { get; set; }

    /// <summary>Events that Stripe listed.</summary>
    public int LookedAt { get; set; }

    /// <summary>Those that the archive did not have.</summary>
    public int Missed { get; set; }

    /// <summary>Those that the ingress took now.</summary>
    public int Healed { get; set; }

    /// <summary>Those that it refused, missed or refused before.</summary>
    public int Failed { get; set; }

    /// <summary>Why it ended early; null when it came to its end.</summary>
    public string? Problem { get; set; }
}

/// <summary>What lets a run begin.</summary>
internal static class BackfillStarters
{
    public const string Schedule = "schedule";
    public const string Operator = "operator";
}

internal sealed class BackfillRunConfiguration : IEntityTypeConfiguration<BackfillRun>
{
    public void Configure(EntityTypeBuilder<BackfillRun> builder)
    {
        builder.ToTable("backfill_runs", table => table.HasCheckConstraint(
            "ck_backfill_runs_started_by", $"started_by IN ('{BackfillStarters.Schedule}', '{BackfillStarters.Operator}')"));
        builder.HasKey(run => run.Id);
        builder.Property(run => run.Id).ValueGeneratedNever();
        builder.Property(run => run.StartedBy).HasMaxLength(BackfillRun.StartedByLengthMax);
        builder.Property(run => run.Problem).HasMaxLength(BackfillRun.ProblemLengthMax);
        builder.HasIndex(run => run.StartedAt);
    }
}
