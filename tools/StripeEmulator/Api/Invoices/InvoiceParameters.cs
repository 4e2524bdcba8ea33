using StripeEmulator.Api.PaymentMethods;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>What an invoice can be made with by hand and changed to while it is a draft.</summary>
internal sealed record InvoiceParameters
{
    private const int DescriptionLengthMax = 1_500;
    private const int DescriptorLengthMax = 22;
    private const long DaysUntilDueMax = 3_650;
    private const long DaySeconds = 86_400;

    private static readonly string[] NotCovered =
    [
        "customer_account", "application_fee_amount", "custom_fields", "default_source", "default_tax_rates", "discounts", "effective_at", "from_invoice",
        "number", "on_behalf_of", "shipping_cost", "shipping_details", "transfer_data",
    ];

    public required bool? AdvancesByItself { get; init; }
    public required long? FinalizesAt { get; init; }
    public required bool? SendsToCustomer { get; init; }
    public required long? DaysUntilDue { get; init; }
    public required long? DueAt { get; init; }
    public required Change<string> DefaultMethod { get; init; }
    public required Change<string> Description { get; init; }
    public required Change<string> Footer { get; init; }
    public required Change<string> StatementDescriptor { get; init; }
    public required MetadataChange Metadata { get; init; }

    public static InvoiceParameters Read(Parameters parameters)
    {
        parameters.Accept("account_tax_ids", "automatic_tax", "issuer", "payment_settings", "rendering");
        foreach (var name in NotCovered.Where(parameters.Has))
        {
            throw StripeError.NotEmulated($"the parameter {name} of invoices", name);
        }

        return new InvoiceParameters
        {
            AdvancesByItself = parameters.Flag("auto_advance"),
            FinalizesAt = parameters.Integer("automatically_finalizes_at"),
            SendsToCustomer = CollectionMethod.ReadSends(parameters),
            DaysUntilDue = ReadDaysUntilDue(parameters),
            DueAt = parameters.Integer("due_date"),
            DefaultMethod = parameters.TextChange("default_payment_method"),
            Description = parameters.TextChange("description", DescriptionLengthMax),
            Footer = parameters.TextChange("footer"),
            StatementDescriptor = parameters.TextChange("statement_descriptor", DescriptorLengthMax),
            Metadata = parameters.Metadata(),
        };
    }

    public static long? ReadDaysUntilDue(Parameters parameters) => parameters.Integer("days_until_due") switch
    {
        null => null,
        >= 0 and <= DaysUntilDueMax and var days => days,
        _ => throw StripeError.InvalidParameter(
            $"Invalid days_until_due: must be from 0 to {DaysUntilDueMax}.", "days_until_due", "parameter_invalid_integer"),
    };

    /// <summary>The invoice with what was named; refused when it could not be paid as it says.</summary>
    public Invoice ApplyTo(Invoice invoice, StripeState state)
    {
        if (FinalizesAt <= state.Now || DueAt <= state.Now)
        {
            throw StripeError.InvalidParameter(
                "Invalid timestamp: must be an integer Unix timestamp in the future.",
                FinalizesAt <= state.Now ? "automatically_finalizes_at" : "due_date");
        }

        // Whoever is charged has no day to pay by.
        if (SendsToCustomer == false)
        {
            invoice = invoice with { DaysUntilDue = null, DueAt = null };
        }

        var applied = invoice with
        {
            AdvancesByItself = AdvancesByItself ?? invoice.AdvancesByItself,
            FinalizesAt = FinalizesAt ?? invoice.FinalizesAt,
            SendsToCustomer = SendsToCustomer ?? invoice.SendsToCustomer,
            DaysUntilDue = DaysUntilDue ?? (DueAt is null ? invoice.DaysUntilDue : null),
            DueAt = DueAt ?? (DaysUntilDue is { } days ? state.Now + (days * DaySeconds) : invoice.DueAt),
            DefaultPaymentMethodId = !DefaultMethod.IsGiven ? invoice.DefaultPaymentMethodId
                : DefaultMethod.Value is not { } id ? null
                : CustomersMethod.Find(state, id, invoice.CustomerId, "default_payment_method").Id,
            Description = Description.Or(invoice.Description),
            Footer = Footer.Or(invoice.Footer),
            StatementDescriptor = StatementDescriptor.Or(invoice.StatementDescriptor),
            Metadata = Metadata.ApplyWithinLimit(invoice.Metadata),
        };
        RefuseUnlessPayable(applied);
        return applied;
    }

    /// <summary>A final invoice still takes metadata, a method and whether Stripe goes on with it.</summary>
    public void RefuseOnFinal()
    {
        if (this is not
            {
                FinalizesAt: null, SendsToCustomer: null, DaysUntilDue: null, DueAt: null,
                Description.IsGiven: false, Footer.IsGiven: false, StatementDescriptor.IsGiven: false,
            })
        {
            throw StripeError.Invalid("Finalized invoices can't be updated in this way");
        }
    }

    private static void RefuseUnlessPayable(Invoice invoice)
    {
        if (invoice is { SendsToCustomer: true, DueAt: null, DaysUntilDue: null })
        {
            throw StripeError.InvalidParameter(
                "If invoice 'collection_method' is set to 'send_invoice', you must specify 'days_until_due' or 'due_date'.", "days_until_due");
        }

        if (invoice is { SendsToCustomer: true, CustomerEmail: null })
        {
            throw MissingEmail();
        }

        if (invoice is { SendsToCustomer: false, DueAt: not null })
        {
            throw StripeError.InvalidParameter(
                "You can only specify 'days_until_due' or 'due_date' if invoice 'collection_method' is set to 'send_invoice'.", "due_date");
        }
    }

    public static StripeError MissingEmail() => StripeError.InvalidParameter(
        "Missing email. In order to create invoices that are sent to the customer, the customer must have a valid email.", "customer");
}
