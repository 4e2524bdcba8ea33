using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>What a customer owes for a period or a change.</summary>
internal sealed record Invoice : StripeResource
{
    public override string ObjectName => ObjectNames.Invoice;

    public required string CustomerId { get; init; }
    public required string Currency { get; init; }
    public required string BillingReason { get; init; }
    public required InvoiceStatus Status { get; init; }
    public required ImmutableArray<InvoiceLine> Lines { get; init; }
    public required BillingPeriod Period { get; init; }
    public string? SubscriptionId { get; init; }

    /// <summary>The subscription's metadata as they were when the invoice was made.</summary>
    public ImmutableSortedDictionary<string, string> SubscriptionMetadata { get; init; } = MetadataChange.Empty;
    public string? CustomerEmail { get; init; }
    public string? CustomerName { get; init; }
    public string? Number { get; init; }

    /// <summary>Whether the customer is sent the invoice to pay it, instead of being charged.</summary>
    public bool SendsToCustomer { get; init; }

    /// <summary>Counted from the moment it becomes final.</summary>
    public long? DaysUntilDue { get; init; }
    public long? DueAt { get; init; }
    public string? DefaultPaymentMethodId { get; init; }
    public string? Description { get; init; }
    public string? Footer { get; init; }
    public string? StatementDescriptor { get; init; }
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;

    /// <summary>Whether Stripe goes on by itself: finalises the draft, collects the open amount.</summary>
    public bool AdvancesByItself { get; init; } = true;
    public long? FinalizesAt { get; init; }

    /// <summary>What becomes of it when it is final, if it was made while collection was paused.</summary>
    public string? PausedBehavior { get; init; }
    public long? FinalizedAt { get; init; }
    public long? PaidAt { get; init; }
    public long? VoidedAt { get; init; }
    public long? MarkedUncollectibleAt { get; init; }

    /// <summary>Why nobody expects the money any more, in Stripe's words.</summary>
    public string? UncollectibleReason { get; init; }
    public string? TestClockId { get; init; }
    public int AttemptCount { get; init; }

    /// <summary>Those that Stripe made by itself, which the schedule of retries counts.</summary>
    public int AutomaticAttempts { get; init; }
    public long? NextAttemptAt { get; init; }
    public string? PaymentIntentId { get; init; }
    public string? ChargeId { get; init; }
    public bool IsPaidOutOfBand { get; init; }

    /// <summary>The customer's credit before and after; negative is in the customer's favour.</summary>
    public long StartingBalanceCents { get; init; }
    public long? EndingBalanceCents { get; init; }

    public long TotalCents => Lines.Sum(line => line.AmountCents);

    /// <summary>What is to be collected, after the customer's credit.</summary>
    public long DueCents => Math.Max(0, TotalCents + StartingBalanceCents);

    public long PaidCents => Status == InvoiceStatus.Paid && !IsPaidOutOfBand ? DueCents : 0;

    public bool IsOpen => Status == InvoiceStatus.Open;

    /// <summary>Whether it can still be paid; one that was given up can.</summary>
    public bool IsOwed => Status is InvoiceStatus.Open or InvoiceStatus.Uncollectible;
}

/// <summary>One line: an item for a period, or a correction after a change.</summary>
internal sealed record InvoiceLine
{
    public required string Id { get; init; }
    public required long AmountCents { get; init; }
    public string? Description { get; init; }
    public required BillingPeriod Period { get; init; }
    public required Price Price { get; init; }
    public required long Quantity { get; init; }

    /// <summary>Both null for what has nothing to do with a subscription.</summary>
    public string? SubscriptionId { get; init; }
    public string? SubscriptionItemId { get; init; }

    /// <summary>The item this line came from; null for a subscription's own.</summary>
    public string? InvoiceItemId { get; init; }
    public bool IsProration { get; init; }
    public bool IsDiscountable { get; init; } = true;
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;
}

/// <summary>An amount that waits for an invoice: a correction after a change of price or quantity, or one that somebody asked for.</summary>
internal sealed record InvoiceItem : StripeResource
{
    public override string ObjectName => ObjectNames.InvoiceItem;

    public required string CustomerId { get; init; }
    public string? SubscriptionId { get; init; }
    public string? SubscriptionItemId { get; init; }
    public required string Currency { get; init; }
    public required long AmountCents { get; init; }
    public string? Description { get; init; }
    public required BillingPeriod Period { get; init; }
    public required Price Price { get; init; }
    public required long Quantity { get; init; }
    public bool IsProration { get; init; }
    public bool IsDiscountable { get; init; }
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;

    public string? TestClockId { get; init; }

    /// <summary>Null while it waits.</summary>
    public string? InvoiceId { get; init; }
}

/// <summary>Which payment pays which invoice: since basil the only link between the two.</summary>
internal sealed record InvoicePayment : StripeResource
{
    public override string ObjectName => ObjectNames.InvoicePayment;

    public required string InvoiceId { get; init; }
    public required string PaymentIntentId { get; init; }
    public required string Currency { get; init; }
    public required long RequestedCents { get; init; }
    public long? PaidAt { get; init; }
    public long? CanceledAt { get; init; }
}

internal enum InvoiceStatus
{
    Draft,
    Open,
    Paid,
    Uncollectible,
    Void,
}

/// <summary>Why an invoice was made, in Stripe's words.</summary>
internal static class BillingReasons
{
    public const string Create = "subscription_create";
    public const string Cycle = "subscription_cycle";
    public const string Update = "subscription_update";
    public const string Manual = "manual";

    /// <summary>Only of an invoice that is shown before it is made.</summary>
    public const string Upcoming = "upcoming";
}
