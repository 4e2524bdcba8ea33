namespace Contracts;

/// <summary>Credits of a purchase were taken back for refunded or disputed money, or given back when that was undone.</summary>
/// <remarks>Published by Credits through its outbox; consumed by Billing (reconciliation). The totals are absolute: the latest word counts.</remarks>
public sealed record CreditsRefunded
{
    /// <summary>Whose credits. Also the partition key.</summary>
    public required string UserId { get; init; }

    /// <summary>Stripe's payment id, <c>pi_…</c>.</summary>
    public required string PaymentIntentId { get; init; }

    /// <summary>Our purchase, when the payment was started by Billing.</summary>
    public Guid? PurchaseId { get; init; }

    /// <summary>Credits taken now; below zero when they were given back.</summary>
    public required long Credits { get; init; }

    /// <summary>Credits taken in all for this payment.</summary>
    public required long CreditsTakenTotal { get; init; }

    /// <summary>Credits that should be taken in all, by the money that went back.</summary>
    public required long CreditsTargetTotal { get; init; }

    /// <summary>What could not be taken because it was spent before.</summary>
    public required long ShortfallCredits { get; init; }

    /// <summary>True when the shortfall is a debt that the next purchase repays.</summary>
    public required bool IsDebt { get; init; }

    /// <summary>The balance right after it.</summary>
    public required long BalanceAfter { get; init; }

    /// <summary>When the ledger booked it (UTC).</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
