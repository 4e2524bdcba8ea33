using System.Collections.Immutable;
using StripeEmulator.Api.Invoices;
using StripeEmulator.Api.PaymentMethods;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>What creating and changing a subscription have in common.</summary>
internal sealed record SubscriptionParameters
{
    private const int DescriptionLengthMax = 500;

    private static readonly string[] NotCovered =
    [
        "application_fee_percent", "backdate_start_date", "billing_cycle_anchor_config", "billing_schedules",
        "billing_thresholds", "coupon", "default_source", "default_tax_rates", "discounts", "on_behalf_of", "pending_invoice_item_interval",
        "promotion_code", "transfer_data",
    ];

    public required Change<string> Description { get; init; }
    public required Change<string> DefaultMethod { get; init; }
    public required bool? CancelsAtPeriodEnd { get; init; }

    /// <summary>Named without a moment, it takes the end back.</summary>
    public required bool NamesCancelAt { get; init; }
    public required long? CancelAt { get; init; }

    /// <summary>Whether it is to end with the period it is in, whatever kind it is of.</summary>
    public required bool CancelsAtItemsEnd { get; init; }
    public required string ProrationBehavior { get; init; }
    public required bool IsOffSession { get; init; }
    public required bool? SendsInvoices { get; init; }
    public required long? DaysUntilDue { get; init; }
    public required bool? SavesDefaultMethod { get; init; }
    public required ImmutableArray<AddedItem> AddedItems { get; init; }
    public required MetadataChange Metadata { get; init; }

    public static SubscriptionParameters Read(Parameters parameters)
    {
        parameters.Accept("automatic_tax", "invoice_settings");
        foreach (var name in NotCovered.Where(parameters.Has))
        {
            throw StripeError.NotEmulated($"the parameter {name} of subscriptions", name);
        }

        var cancelAt = CancelMoment.Read(parameters);
        return new SubscriptionParameters
        {
            Description = parameters.TextChange("description", DescriptionLengthMax),
            DefaultMethod = parameters.TextChange("default_payment_method"),
            CancelsAtPeriodEnd = parameters.Flag("cancel_at_period_end"),
            NamesCancelAt = parameters.Has("cancel_at"),
            CancelAt = cancelAt.Moment,
            CancelsAtItemsEnd = cancelAt.IsItemsEnd,
            ProrationBehavior = parameters.OneOf(
                "proration_behavior", ProrationBehaviors.None, ProrationBehaviors.Create, ProrationBehaviors.InvoiceNow)
                ?? ProrationBehaviors.Create,
            IsOffSession = parameters.Flag("off_session") ?? false,
            SendsInvoices = CollectionMethod.ReadSends(parameters),
            DaysUntilDue = InvoiceParameters.ReadDaysUntilDue(parameters),
            AddedItems = AddedItem.Read(parameters),
            SavesDefaultMethod = ReadSavesDefaultMethod(parameters.Nested("payment_settings")),
            Metadata = parameters.Metadata(),
        };
    }

    /// <summary>What was said about the end, given what had been said before.</summary>
    public Cancellation ApplyTo(Subscription subscription, long now)
    {
        var before = subscription.Cancellation;
        if (CancelsAtPeriodEnd == true)
        {
            return before.IsAtPeriodEnd ? before : before.AtPeriodEnd(subscription, now);
        }

        if (CancelsAtItemsEnd || CancelAt is not null)
        {
            return before.AtMoment(CancelAt ?? subscription.Period.End, now);
        }

        // Taking back either way of ending it takes back all that was said.
        return CancelsAtPeriodEnd == false || NamesCancelAt ? Cancellation.None : before;
    }

    /// <summary>The days a customer has who is sent invoices; null for one who is charged.</summary>
    public long? DaysUntilDueOr(Subscription? before, Customer customer)
    {
        var sends = SendsInvoices ?? before?.SendsInvoices ?? false;
        if (!sends)
        {
            return DaysUntilDue is null ? null : throw StripeError.InvalidParameter(
                "You can only pass `days_until_due` when `collection_method` is `send_invoice`.", "days_until_due");
        }

        return customer.Email is null
            ? throw InvoiceParameters.MissingEmail()
            : DaysUntilDue ?? before?.DaysUntilDue
                ?? throw StripeError.InvalidParameter(
                    "You must pass `days_until_due` when `collection_method` is `send_invoice`.", "days_until_due");
    }

    /// <summary>The id of the method to pay with from now on: the customer's own, or a test token.</summary>
    public string? DefaultMethodOr(string? current, ApiCall call, string customerId)
    {
        if (!DefaultMethod.IsGiven || DefaultMethod.Value is not { } named)
        {
            return DefaultMethod.IsGiven ? null : current;
        }

        return call.State.PaymentMethods.Find(named) is null && TestMethods.ByToken(call.State, named) is { } made
            ? AttachPaymentMethod.Attach(call, made.Id, customerId).Id
            : CustomersMethod.Find(call.State, named, customerId, "default_payment_method").Id;
    }

    private static bool? ReadSavesDefaultMethod(Parameters? settings)
    {
        settings?.Accept("payment_method_options", "payment_method_types");
        return settings?.OneOf("save_default_payment_method", "off", "on_subscription") is { } choice ? choice == "on_subscription" : null;
    }

    /// <summary>When a subscription is to end: at a moment, or with the period of its items, which all end together here.</summary>
    private readonly record struct CancelMoment(long? Moment, bool IsItemsEnd)
    {
        public static CancelMoment Read(Parameters parameters) => parameters.Text("cancel_at") switch
        {
            "min_period_end" or "max_period_end" => new CancelMoment(null, IsItemsEnd: true),
            "max_billed_until" => throw StripeError.NotEmulated("schedules of billing", "cancel_at"),
            _ => new CancelMoment(parameters.Integer("cancel_at"), IsItemsEnd: false),
        };
    }
}
