using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>A purchase on Stripe's own page: what is bought, and where the payer returns to.</summary>
internal sealed record CheckoutSession : StripeResource
{
    public override string ObjectName => ObjectNames.CheckoutSession;

    public required bool IsSubscription { get; init; }
    public required string Currency { get; init; }
    public required ImmutableArray<CheckoutLine> Lines { get; init; }
    public required string Url { get; init; }
    public required long ExpiresAt { get; init; }
    public required CheckoutStatus Status { get; init; }
    public required CheckoutPaymentStatus PaymentStatus { get; init; }
    public required bool IsClassic { get; init; }
    public bool AlwaysCreatesCustomer { get; init; }
    public string? SuccessUrl { get; init; }
    public string? CancelUrl { get; init; }
    public string? ClientReferenceId { get; init; }
    public string? CustomerId { get; init; }

    /// <summary>What the caller prefilled; the payer's own answer is in <see cref="PayerEmail"/>.</summary>
    public string? CustomerEmail { get; init; }
    public string? PayerEmail { get; init; }
    public string? PayerName { get; init; }
    public string? Locale { get; init; }
    public string? SubmitType { get; init; }
    public bool? AllowsPromotionCodes { get; init; }
    public CheckoutPaymentData PaymentData { get; init; } = new();
    public CheckoutSubscriptionData SubscriptionData { get; init; } = new();
    public string? PaymentIntentId { get; init; }
    public string? SubscriptionId { get; init; }
    public string? InvoiceId { get; init; }
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;

    public long TotalCents => Lines.Sum(line => line.AmountCents);

    /// <summary>What is taken today: nothing while a trial runs.</summary>
    public long DueNowCents => IsSubscription && SubscriptionData.TrialDays is not null ? 0 : TotalCents;
}

internal sealed record CheckoutLine(string Id, Price Price, long Quantity, string Description)
{
    public long AmountCents => Price.UnitAmountCents * Quantity;
}

/// <summary>What the payment of a session in payment mode is to carry.</summary>
internal sealed record CheckoutPaymentData
{
    public string? CaptureMethod { get; init; }
    public string? Description { get; init; }
    public string? ReceiptEmail { get; init; }
    public string? SetupFutureUsage { get; init; }
    public string? StatementDescriptor { get; init; }
    public string? StatementDescriptorSuffix { get; init; }
    public string? TransferGroup { get; init; }
    public Shipping? Shipping { get; init; }
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;
}

/// <summary>What the subscription of a session in subscription mode is to carry.</summary>
internal sealed record CheckoutSubscriptionData
{
    public string? Description { get; init; }
    public long? TrialDays { get; init; }
    public string MissingPaymentMethod { get; init; } = "create_invoice";
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;
}

internal enum CheckoutStatus
{
    Open,
    Complete,
    Expired,
}

internal enum CheckoutPaymentStatus
{
    Unpaid,
    Paid,
    NoPaymentRequired,
}
