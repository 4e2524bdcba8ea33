using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>A customer's agreement to pay by the period.</summary>
internal sealed record Subscription : StripeResource
{
    public override string ObjectName => ObjectNames.Subscription;

    public required string CustomerId { get; init; }
    public required string Currency { get; init; }
    public required SubscriptionStatus Status { get; init; }
    public required ImmutableArray<SubscriptionItem> Items { get; init; }

    /// <summary>All items share one period here; versions differ in where they show it.</summary>
    public required BillingPeriod Period { get; init; }
    public required long BillingCycleAnchor { get; init; }

    /// <summary>Whether it was made in the older of Stripe's two ways, which differ in what a cancellation sets.</summary>
    public required bool IsClassic { get; init; }
    public string? DefaultPaymentMethodId { get; init; }
    public string? Description { get; init; }
    public string? LatestInvoiceId { get; init; }
    public Trial? Trial { get; init; }
    public Cancellation Cancellation { get; init; } = Cancellation.None;
    public long? EndedAt { get; init; }
    public string? TestClockId { get; init; }

    /// <summary>Whether invoices are sent to be paid, and the days the customer has; null charges by itself.</summary>
    public long? DaysUntilDue { get; init; }
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;

    public bool SendsInvoices => DaysUntilDue is not null;

    public bool HasEnded => Status is SubscriptionStatus.Canceled or SubscriptionStatus.IncompleteExpired;

    public Recurrence Recurrence => Items[0].Price.Recurrence!;

    /// <summary>As it is when its period has ended and it goes on.</summary>
    public Subscription Renewed() => this with
    {
        Period = new BillingPeriod(Period.End, Recurrence.NextEnd(BillingCycleAnchor, Period.End)),
        Status = Status == SubscriptionStatus.Trialing ? SubscriptionStatus.Active : Status,
    };

    /// <summary>As it is when a period begins at a moment that is none of its own.</summary>
    public Subscription Restarted(long now) => this with
    {
        BillingCycleAnchor = now,
        Period = new BillingPeriod(now, Recurrence.NextEnd(now, now)),
    };

    /// <summary>When something is to happen by itself: the period ends, or the subscription does.</summary>
    public long NextTurn => Math.Min(Period.End, Cancellation.At ?? long.MaxValue);

    public bool EndsBy(long moment) =>
        Cancellation.At <= moment || (Cancellation.IsAtPeriodEnd && Period.End <= moment);
}

internal sealed record SubscriptionItem(
    string Id, long Created, Price Price, long Quantity, ImmutableSortedDictionary<string, string> Metadata)
{
    public long AmountCents => Price.UnitAmountCents * Quantity;

    /// <summary>Whether the other costs the same for the same reason, so that a change owes nothing.</summary>
    public bool IsBilledAs(SubscriptionItem other) => Id == other.Id && Price.Id == other.Price.Id && Quantity == other.Quantity;
}

/// <summary>From and until when, in Unix seconds; the end is the next one's start.</summary>
internal readonly record struct BillingPeriod(long Start, long End)
{
    /// <summary>The part of an amount that falls to what is left of the period.</summary>
    public long ShareLeft(long amountCents, long now)
    {
        var left = Math.Clamp(End - now, 0, End - Start);
        return (long)Math.Round((decimal)amountCents * left / (End - Start), MidpointRounding.AwayFromZero);
    }
}

/// <summary>Days without payment, and what becomes of the subscription after them when there is nothing to pay with.</summary>
internal sealed record Trial(long Start, long End, string MissingPaymentMethod);

/// <summary>What was said about the end: when, by whom, why.</summary>
internal sealed record Cancellation
{
    public static readonly Cancellation None = new();

    /// <summary>Asked for now, to happen when the period ends; the classic way also names the moment.</summary>
    public Cancellation AtPeriodEnd(Subscription subscription, long now) => this with
    {
        At = subscription.IsClassic ? subscription.Period.End : null,
        IsAtPeriodEnd = true,
        RequestedAt = now,
        Reason = "cancellation_requested",
    };

    /// <summary>Asked for now, to happen at a moment: also how the portal ends a flexible subscription with its period.</summary>
    public Cancellation AtMoment(long moment, long now) => this with
    {
        At = moment,
        IsAtPeriodEnd = false,
        RequestedAt = now,
        Reason = "cancellation_requested",
    };

    /// <summary>The moment of the end, when one was named (the classic way names it for the end of the period, too).</summary>
    public long? At { get; init; }
    public bool IsAtPeriodEnd { get; init; }
    public long? RequestedAt { get; init; }
    public string? Reason { get; init; }
    public string? Comment { get; init; }
    public string? Feedback { get; init; }
}

internal enum SubscriptionStatus
{
    Incomplete,
    IncompleteExpired,
    Trialing,
    Active,
    PastDue,
    Unpaid,
    Canceled,
}
