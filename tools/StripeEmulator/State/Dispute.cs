using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>A payer who asked the bank for the money back; as an inquiry, one who only asks what it was for.</summary>
internal sealed record Dispute : StripeResource
{
    public override string ObjectName => ObjectNames.Dispute;

    public required long AmountCents { get; init; }
    public required string Currency { get; init; }
    public required string ChargeId { get; init; }
    public required string PaymentIntentId { get; init; }
    public required string Reason { get; init; }
    public required bool IsInquiry { get; init; }
    public required DisputeStatus Status { get; init; }
    public required long EvidenceDueBy { get; init; }
    public int SubmissionCount { get; init; }

    /// <summary>How the merchant means to answer; null until somebody says.</summary>
    public string? IntendedSubmissionMethod { get; init; }

    /// <summary>What the merchant has to say, by Stripe's names.</summary>
    public ImmutableSortedDictionary<string, string> Evidence { get; init; } = MetadataChange.Empty;
    public ImmutableArray<DisputeMovement> Movements { get; init; } = [];
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;

    public bool IsOpen => Status is DisputeStatus.NeedsResponse or DisputeStatus.UnderReview;
}

/// <summary>Where a dispute stands; an inquiry has the same states under other names.</summary>
internal enum DisputeStatus
{
    NeedsResponse,
    UnderReview,
    Won,
    Lost,

    /// <summary>An inquiry that came to nothing.</summary>
    Closed,
}

/// <summary>Money that a dispute took from the merchant, or gave back; negative when taken.</summary>
internal sealed record DisputeMovement(string Id, long At, long AmountCents, long FeeCents);

/// <summary>The card's network says that a payment may be fraud, before any dispute.</summary>
internal sealed record EarlyFraudWarning : StripeResource
{
    public override string ObjectName => ObjectNames.EarlyFraudWarning;

    public required string ChargeId { get; init; }
    public required string PaymentIntentId { get; init; }
}
