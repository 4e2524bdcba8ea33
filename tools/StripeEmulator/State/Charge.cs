using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>One attempt to take the money, whether it worked or not.</summary>
internal sealed record Charge : StripeResource
{
    /// <summary>How long money stays reserved.</summary>
    public const long AuthorizationSeconds = 7 * 86_400;

    public override string ObjectName => ObjectNames.Charge;

    public required long AmountCents { get; init; }
    public required string Currency { get; init; }
    public required string PaymentIntentId { get; init; }
    public required PaymentMethod PaymentMethod { get; init; }

    /// <summary>The invoice it pays; only versions before basil show it.</summary>
    public string? InvoiceId { get; init; }

    /// <summary>A delayed method: the bank has not answered yet.</summary>
    public bool IsPending { get; init; }

    /// <summary>The payer proved to be the card's owner (3D Secure).</summary>
    public bool IsAuthenticated { get; init; }

    /// <summary>Null unless the charge failed.</summary>
    public Decline? Decline { get; init; }
    public long AmountRefundedCents { get; init; }

    /// <summary>Null until the money is booked.</summary>
    public string? BalanceTransactionId { get; init; }
    public bool IsDisputed { get; init; }
    public string? CustomerId { get; init; }
    public string? Description { get; init; }
    public string? ReceiptEmail { get; init; }

    /// <summary>What the merchant holds it for, <c>fraudulent</c> or <c>safe</c>.</summary>
    public string? UserReport { get; init; }
    public string? StatementDescriptor { get; init; }
    public string? StatementDescriptorSuffix { get; init; }
    public string? TransferGroup { get; init; }
    public Shipping? Shipping { get; init; }
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;

    /// <summary>Authorised only: the money is reserved until somebody captures it, or lets it go.</summary>
    public bool AwaitsCapture { get; init; }

    /// <summary>What was captured of reserved money.</summary>
    public long? CapturedPartCents { get; init; }

    public bool Succeeded => Decline is null && !IsPending;

    public bool IsCaptured => Succeeded && !AwaitsCapture;

    public long CapturedCents => IsCaptured ? CapturedPartCents ?? AmountCents : 0;

    public long UnrefundedCents => IsCaptured ? AmountCents - AmountRefundedCents : 0;
}
