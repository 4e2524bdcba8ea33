using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>A customer's agreement to pay by the period.</summary>
internal sealed record Subscription : StripeResource
{
    public override string ObjectName => ObjectNames.Subscription;

    /// <summary>The turn of what stands still.</summary>
    public const long Never = long.MaxValue;

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

    /// <summary>Whether what pays an invoice becomes what the next ones are paid with.</summary>
    public bool SavesDefaultMethod { get; init; }

    /// <summary>While invoices are made and not collected; the status says nothing of it.</summary>
    public PausedCollection? PausedCollection { get; init; }

    /// <summary>While the subscription itself stands still.</summary>
    public Pause? Pause { get; init; }

    /// <summary>How a paused subscription goes on once its invoice is dealt with.</summary>
    public Resumption? Resumption { get; init; }

    /// <summary>When a classic one was made flexible.</summary>
    public long? FlexibleSince { get; init; }
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
    public long NextTurn => Status != SubscriptionStatus.Paused || Cancellation.IsAtPeriodEnd
        ? Math.Min(Period.End, Cancellation.At ?? long.MaxValue)
        : Cancellation.At ?? Never;

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

/// <summary>An item of a subscription, as the answer to a request about it.</summary>
internal sealed record SubscriptionItemOf(Subscription Subscription, SubscriptionItem Item) : StripeResource
{
    public override string ObjectName => ObjectNames.SubscriptionItem;
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
/// <param name="Start">The first moment.</param>
/// <param name="End">The last.</param>
/// <param name="MissingPaymentMethod"><c>create_invoice</c>, <c>cancel</c> or <c>pause</c>.</param>
/// <param name="IsEndTold">Whether the merchant heard that the end is near.</param>
internal sealed record Trial(long Start, long End, string MissingPaymentMethod, bool IsEndTold = false)
{
    private const long NoticeSeconds = 3 * 86_400;

    /// <summary>When the merchant hears that the end is near.</summary>
    public long NoticeAt => End - NoticeSeconds;
}

/// <summary>What happens to invoices meanwhile: <c>void</c>, <c>keep_as_draft</c> or <c>mark_uncollectible</c>.</summary>
internal sealed record PausedCollection(string Behavior, long? ResumesAt)
{
    public const string KeepAsDraft = "keep_as_draft";
    public const string MarkUncollectible = "mark_uncollectible";
    public const string Void = "void";
}

/// <summary>Why a subscription stands still, in Stripe's words, and since when.</summary>
internal sealed record Pause(string Reason, long Since)
{
    public const string Requested = "pause_requested";
    public const string AfterLastRetry = "final_payment_failure";
    public const string TrialWithoutMethod = "trial_end_without_payment_method";
}

/// <summary>The invoice that ends a pause, and the period that begins with it.</summary>
/// <param name="InvoiceId">The invoice.</param>
/// <param name="Anchor">The billing cycle's anchor from then on.</param>
/// <param name="Period">The period from then on.</param>
/// <param name="WaitsForSuccess">Whether a failed attempt leaves it paused; else it goes on as past due.</param>
internal sealed record Resumption(string InvoiceId, long Anchor, BillingPeriod Period, bool WaitsForSuccess);

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
    Paused,
    Unpaid,
    Canceled,
}
