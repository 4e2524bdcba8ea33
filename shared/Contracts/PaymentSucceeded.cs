namespace Contracts;

/// <summary>A payment for a credit pack went through: Stripe's <c>payment_intent.succeeded</c> with our metadata.</summary>
/// <remarks>Published by WebhookIngress, at least once and in no order; consumed by Credits (grants) and Billing (purchase).</remarks>
public sealed record PaymentSucceeded
{
    /// <summary>Stripe's event id, <c>evt_…</c>. Two events may report the same payment.</summary>
    public required string EventId { get; init; }

    /// <summary>Stripe's payment id, <c>pi_…</c>: the natural key of the grant.</summary>
    public required string PaymentIntentId { get; init; }

    /// <summary>Who paid, as the token's <c>sub</c> says. Also the partition key.</summary>
    public required string UserId { get; init; }

    /// <summary>Our purchase, when the payment was started by Billing.</summary>
    public Guid? PurchaseId { get; init; }

    /// <summary>Credits bought, a whole number above zero.</summary>
    public required long Credits { get; init; }

    /// <summary>Money received, in minor units of <see cref="Currency"/>.</summary>
    public required long AmountCents { get; init; }

    /// <summary>What the pack costs, in minor units, as Billing wrote it on the payment; absent on payments made elsewhere.</summary>
    public long? ExpectedAmountCents { get; init; }

    /// <summary>The currency the pack is sold in, as Billing wrote it on the payment.</summary>
    public string? ExpectedCurrency { get; init; }

    /// <summary>ISO 4217 in lower case, as Stripe writes it.</summary>
    public required string Currency { get; init; }

    /// <summary>When Stripe made the event (UTC, whole seconds). Not an order: several events share a second.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
