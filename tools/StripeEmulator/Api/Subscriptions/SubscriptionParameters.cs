using StripeEmulator.Api.PaymentMethods;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>What creating and changing a subscription have in common.</summary>
internal sealed record SubscriptionParameters
{
    private const int DescriptionLengthMax = 500;

    public required Change<string> Description { get; init; }
    public required Change<string> DefaultMethod { get; init; }
    public required bool? CancelsAtPeriodEnd { get; init; }

    /// <summary>Named without a moment, it takes the end back.</summary>
    public required bool NamesCancelAt { get; init; }
    public required long? CancelAt { get; init; }
    public required string ProrationBehavior { get; init; }
    public required bool IsOffSession { get; init; }
    public required MetadataChange Metadata { get; init; }

    public static SubscriptionParameters Read(Parameters parameters)
    {
        parameters.Accept("payment_settings", "automatic_tax", "invoice_settings", "proration_date");
        if (parameters.OneOf("collection_method", "charge_automatically", "send_invoice") == "send_invoice")
        {
            throw StripeError.NotEmulated("invoices sent by e-mail", "collection_method");
        }

        foreach (var name in (string[])
            ["add_invoice_items", "billing_cycle_anchor", "coupon", "discounts", "pause_collection", "promotion_code", "default_source"])
        {
            if (parameters.Has(name))
            {
                throw StripeError.NotEmulated($"the parameter {name} of subscriptions", name);
            }
        }

        return new SubscriptionParameters
        {
            Description = parameters.TextChange("description", DescriptionLengthMax),
            DefaultMethod = parameters.TextChange("default_payment_method"),
            CancelsAtPeriodEnd = parameters.Flag("cancel_at_period_end"),
            NamesCancelAt = parameters.Has("cancel_at"),
            CancelAt = parameters.Integer("cancel_at"),
            ProrationBehavior = parameters.OneOf(
                "proration_behavior", ProrationBehaviors.None, ProrationBehaviors.Create, ProrationBehaviors.InvoiceNow)
                ?? ProrationBehaviors.Create,
            IsOffSession = parameters.Flag("off_session") ?? false,
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

        if (CancelAt is { } moment)
        {
            return before.AtMoment(moment, now);
        }

        // Taking back either way of ending it takes back all that was said.
        return CancelsAtPeriodEnd == false || NamesCancelAt ? Cancellation.None : before;
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
}
