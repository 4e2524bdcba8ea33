using System.Collections.Immutable;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>What a subscription is to be made of, whether a request or Checkout asks for it.</summary>
internal sealed record NewSubscription
{
    public required string CustomerId { get; init; }
    public required ImmutableArray<SubscriptionItem> Items { get; init; }
    public required bool IsClassic { get; init; }

    /// <summary>What to pay the first invoice with; null leaves its payment to a page.</summary>
    public PaymentMethod? FirstMethod { get; init; }
    public Confirmation Confirmation { get; init; } = Confirmation.WithoutPayer;

    /// <summary>The payment that was begun before there was an invoice, by a card that was refused or asked; null makes a new one.</summary>
    public PaymentIntent? BegunPayment { get; init; }
    public string? DefaultPaymentMethodId { get; init; }

    /// <summary>What is paid once, with the first invoice.</summary>
    public ImmutableArray<InvoiceItem> AddedItems { get; init; } = [];
    public string? Description { get; init; }
    public long? TrialEnd { get; init; }

    /// <summary>When the first whole period begins; until then only a part of one is billed, or nothing.</summary>
    public long? Anchor { get; init; }
    public bool ProratesUntilAnchor { get; init; } = true;

    /// <summary>The days that a customer has who is sent invoices; null is charged.</summary>
    public long? DaysUntilDue { get; init; }
    public bool SavesDefaultMethod { get; init; }
    public string MissingPaymentMethod { get; init; } = "create_invoice";
    public Func<Subscription, Cancellation> Cancellation { get; init; } = _ => State.Cancellation.None;
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;
}
