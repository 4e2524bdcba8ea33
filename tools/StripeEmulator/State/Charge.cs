using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>One attempt to take the money, whether it worked or not.</summary>
internal sealed record Charge : StripeResource
{
    public override string ObjectName => ObjectNames.Charge;

    public required long AmountCents { get; init; }
    public required string Currency { get; init; }
    public required string PaymentIntentId { get; init; }
    public required PaymentMethod PaymentMethod { get; init; }

    /// <summary>The invoice it pays; only versions before basil show it.</summary>
    public string? InvoiceId { get; init; }

    /// <summary>A delayed method: the bank has not answered yet.</summary>
    public bool IsPending { get; init; }

    /// <summary>Null unless the charge failed.</summary>
    public Decline? Decline { get; init; }
    public long AmountRefundedCents { get; init; }
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

    public bool Succeeded => Decline is null && !IsPending;

    public long UnrefundedCents => Succeeded ? AmountCents - AmountRefundedCents : 0;
}
