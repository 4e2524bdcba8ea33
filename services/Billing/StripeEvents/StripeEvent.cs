using Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Billing.StripeEvents;

/// <summary>A signed event of Stripe's as it arrived, and what became of it.</summary>
internal sealed class StripeEvent
{
    public const int IdLengthMax = 255;
    public const int TypeLengthMax = 255;
    public const int ApiVersionLengthMax = 64;
    public const int OutcomeLengthMax = 16;

    /// <summary>The ingress takes no longer body.</summary>
    public const int BodyBytesMax = 512 * 1024;

    /// <summary>Stripe's <c>evt_…</c>.</summary>
    public required string EventId { get; init; }

    public required string Type { get; init; }

    /// <summary>The version that the body is written in.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The object that it is about.</summary>
    public string? ObjectId { get; init; }

    /// <summary>The customer that it names, or else the payment; null when neither. See <see cref="EventSubject"/>.</summary>
    public string? Concerns { get; init; }

    public required bool IsLive { get; init; }

    /// <summary>One of <see cref="StripeEventOutcome"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>What is wrong with it, for people.</summary>
    public string? Detail { get; init; }

    /// <summary>As it was signed. Holds personal data.</summary>
    public required string Body { get; init; }

    /// <summary>When Stripe made it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was first archived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}

internal sealed class StripeEventConfiguration : IEntityTypeConfiguration<StripeEvent>
{
    public void Configure(EntityTypeBuilder<StripeEvent> builder)
    {
        builder.ToTable("stripe_events", table =>
        {
            table.HasCheckConstraint("ck_stripe_events_outcome", $"outcome IN ('{string.Join("', '", EventOutcomes.FromWorstToBest)}')");
            table.HasCheckConstraint("ck_stripe_events_body", $"octet_length(body) <= {StripeEvent.BodyBytesMax}");
        });
        builder.HasKey(archived => archived.EventId);
        builder.Property(archived => archived.EventId).HasMaxLength(StripeEvent.IdLengthMax);
        builder.Property(archived => archived.Type).HasMaxLength(StripeEvent.TypeLengthMax);
        builder.Property(archived => archived.ApiVersion).HasMaxLength(StripeEvent.ApiVersionLengthMax);
        builder.Property(archived => archived.ObjectId).HasMaxLength(StripeEvent.IdLengthMax);
        builder.Property(archived => archived.Concerns).HasMaxLength(StripeEvent.IdLengthMax);
        builder.Property(archived => archived.Outcome).HasMaxLength(StripeEvent.OutcomeLengthMax);
        builder.HasIndex(archived => new { archived.ReceivedAt, archived.EventId });
        builder.HasIndex(archived => new { archived.Type, archived.ReceivedAt, archived.EventId });
        // Nearly all are translated: the list of those is as good as the list of all.
        builder.HasIndex(archived => new { archived.Outcome, archived.ReceivedAt, archived.EventId })
            .HasFilter($"outcome <> '{StripeEventOutcome.Translated}'");
        builder.HasIndex(archived => new { archived.Concerns, archived.ReceivedAt }).HasFilter("concerns IS NOT NULL");
    }
}

/// <summary>The outcomes in their order: an event that comes again, after a new version of the ingress, may only improve.</summary>
internal static class EventOutcomes
{
    public static readonly string[] FromWorstToBest =
        [StripeEventOutcome.Malformed, StripeEventOutcome.Unhandled, StripeEventOutcome.NotOurs, StripeEventOutcome.Translated];
}
