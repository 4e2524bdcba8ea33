using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>Money on its way back to the payer.</summary>
internal sealed record Refund : StripeResource
{
    public override string ObjectName => ObjectNames.Refund;

    public required long AmountCents { get; init; }
    public required string Currency { get; init; }
    public required string ChargeId { get; init; }
    public string? PaymentIntentId { get; init; }
    public string? CustomerId { get; init; }
    public string? PaymentMethodId { get; init; }
    public string? Reason { get; init; }
    public required RefundStatus Status { get; init; }

    /// <summary>Null while it is pending: the money has not left yet.</summary>
    public string? BalanceTransactionId { get; init; }

    /// <summary>How the money came back when it failed.</summary>
    public string? FailureBalanceTransactionId { get; init; }

    /// <summary>Why it failed, when it did.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Whether the bank gave the reference under which the payer finds the money.</summary>
    public bool IsReferenceKnown { get; init; }
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;
}

internal enum RefundStatus
{
    Pending,
    Succeeded,
    Failed,
}
