using System.Collections.Immutable;
using StripeEmulator.State;

namespace StripeEmulator.Api.Requests;

/// <summary>Reads the parts that many resources share: addresses, shipping, whom a card belongs to, metadata within its limit.</summary>
internal static class AddressParameters
{
    public static Change<Address> Read(Parameters parameters, string name)
    {
        var isGiven = parameters.Has(name);
        return new Change<Address>(isGiven, parameters.Nested(name) is { } address ? Address(address) : null);
    }

    public static Change<Shipping> ReadShipping(Parameters parameters)
    {
        var isGiven = parameters.Has("shipping");
        if (parameters.Nested("shipping") is not { } shipping)
        {
            return new Change<Shipping>(isGiven, null);
        }

        var address = shipping.Nested("address") ?? throw StripeError.MissingParameter(shipping.NameOf("address"));
        return new Change<Shipping>(true, new Shipping(
            Address(address), shipping.Text("name"), shipping.Text("phone"), shipping.Text("carrier"), shipping.Text("tracking_number")));
    }

    public static BillingDetails ReadBillingDetails(Parameters parameters)
    {
        if (parameters.Nested("billing_details") is not { } details)
        {
            return BillingDetails.None;
        }

        details.Accept("tax_id");
        return new BillingDetails(Read(details, "address").Value, details.Text("email"), details.Text("name"), details.Text("phone"));
    }

    /// <summary>What an update says of whom a card belongs to; what it does not name stays.</summary>
    public static Func<BillingDetails, BillingDetails> ReadBillingChange(Parameters parameters)
    {
        if (parameters.Nested("billing_details") is not { } details)
        {
            return unchanged => unchanged;
        }

        details.Accept("tax_id");
        var (address, email) = (Read(details, "address"), details.TextChange("email"));
        var (name, phone) = (details.TextChange("name"), details.TextChange("phone"));
        return before => new BillingDetails(
            address.Or(before.Address), email.Or(before.Email), name.Or(before.Name), phone.Or(before.Phone));
    }

    public static ImmutableSortedDictionary<string, string> ApplyWithinLimit(
        this MetadataChange change, ImmutableSortedDictionary<string, string> current)
    {
        var merged = change.ApplyTo(current);
        return merged.Count <= MetadataChange.KeysMax ? merged : throw StripeError.TooMuchMetadata();
    }

    private static Address Address(Parameters address) => new(
        address.Text("city"),
        address.Text("country"),
        address.Text("line1"),
        address.Text("line2"),
        address.Text("postal_code"),
        address.Text("state"));
}
