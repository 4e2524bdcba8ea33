using System.Collections.Immutable;
using StripeEmulator.Api.PaymentMethods;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Customers;

/// <summary>What a customer can be created with and changed to.</summary>
internal sealed record CustomerParameters
{
    private const int NameLengthMax = 256;
    private const int BusinessNameLengthMax = 150;
    private const int EmailLengthMax = 512;
    private const int PhoneLengthMax = 20;
    private const int DescriptionLengthMax = 350;

    public required Change<string> BusinessName { get; init; }
    public required Change<string> IndividualName { get; init; }
    public required string? InvoicePrefix { get; init; }
    public required Change<string> Email { get; init; }
    public required Change<string> Name { get; init; }
    public required Change<string> Phone { get; init; }
    public required Change<string> Description { get; init; }
    public required Change<Address> Address { get; init; }
    public required Change<Shipping> Shipping { get; init; }
    public required Change<string> TaxExempt { get; init; }
    public required long? BalanceCents { get; init; }
    public required ImmutableArray<string>? PreferredLocales { get; init; }
    public required MetadataChange Metadata { get; init; }

    /// <summary>What invoices are paid with, by id or token.</summary>
    public required Change<string> DefaultMethod { get; init; }

    /// <summary>A method to attach at once, by id or token.</summary>
    public required string? Method { get; init; }

    public static CustomerParameters Read(Parameters parameters)
    {
        parameters.Accept("tax", "validate");
        parameters.RefuseUncovered("cards and accounts of the Sources API", "source", "default_source");
        parameters.RefuseUncovered("tax ids", "tax_id_data");
        parameters.RefuseUncovered(null, "cash_balance", "next_invoice_sequence");
        var email = parameters.TextChange("email", EmailLengthMax);
        if (email.Value is { } address && !address.Contains('@', StringComparison.Ordinal))
        {
            throw StripeError.InvalidParameter("Invalid email address", "email", "email_invalid");
        }

        return new CustomerParameters
        {
            BusinessName = parameters.TextChange("business_name", BusinessNameLengthMax),
            IndividualName = parameters.TextChange("individual_name", BusinessNameLengthMax),
            InvoicePrefix = ReadInvoicePrefix(parameters),
            Email = email,
            Name = parameters.TextChange("name", NameLengthMax),
            Phone = parameters.TextChange("phone", PhoneLengthMax),
            Description = parameters.TextChange("description", DescriptionLengthMax),
            Address = AddressParameters.Read(parameters, "address"),
            Shipping = AddressParameters.ReadShipping(parameters),
            TaxExempt = parameters.OneOfChange("tax_exempt", "none", "exempt", "reverse"),
            BalanceCents = parameters.Integer("balance"),
            PreferredLocales = parameters.List("preferred_locales"),
            Metadata = parameters.Metadata(),
            DefaultMethod = ReadDefaultMethod(parameters),
            Method = parameters.Text("payment_method"),
        };
    }

    public Customer ApplyTo(Customer customer) => customer with
    {
        BusinessName = BusinessName.Or(customer.BusinessName),
        IndividualName = IndividualName.Or(customer.IndividualName),
        InvoicePrefix = InvoicePrefix ?? customer.InvoicePrefix,
        Email = Email.Or(customer.Email),
        Name = Name.Or(customer.Name),
        Phone = Phone.Or(customer.Phone),
        Description = Description.Or(customer.Description),
        Address = Address.Or(customer.Address),
        Shipping = Shipping.Or(customer.Shipping),
        TaxExempt = TaxExempt.Or(customer.TaxExempt) ?? "none",
        BalanceCents = BalanceCents ?? customer.BalanceCents,
        PreferredLocales = PreferredLocales ?? customer.PreferredLocales,
        Metadata = Metadata.ApplyWithinLimit(customer.Metadata),
    };

    /// <summary>The method to attach, before anything is done: a card that can't be saved is refused.</summary>
    public PaymentMethod? ResolveMethod(ApiCall call, string customerId) =>
        Method is null ? null : AttachPaymentMethod.Attachable(call, Method, customerId);

    /// <summary>
    /// The customer with the default that was named. A token names a new method each time, so the same token in both places
    /// means the one to attach.
    /// </summary>
    public Customer WithDefault(Customer customer, StripeState state, PaymentMethod? attaching) => !DefaultMethod.IsGiven
        ? customer
        : customer with
        {
            DefaultPaymentMethodId = DefaultMethod.Value is not { } named ? null
                : named == Method ? attaching!.Id
                : CustomersMethod.Find(state, named, customer.Id, "invoice_settings[default_payment_method]").Id,
        };

    private static string? ReadInvoicePrefix(Parameters parameters) => parameters.Text("invoice_prefix") switch
    {
        null => null,
        { Length: >= 3 and <= 12 } prefix when prefix.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character)) => prefix,
        _ => throw StripeError.InvalidParameter(
            "Invoice prefixes must be 3 to 12 uppercase letters or numbers.", "invoice_prefix"),
    };

    private static Change<string> ReadDefaultMethod(Parameters parameters)
    {
        if (parameters.Nested("invoice_settings") is not { } settings)
        {
            return default;
        }

        settings.Accept("custom_fields", "footer", "rendering_options");
        return settings.TextChange("default_payment_method");
    }
}
