using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Prices;

/// <summary>What of a price can change: everything but the amount.</summary>
internal sealed record PriceParameters(
    bool? IsActive, Change<string> Nickname, Change<string> LookupKey, bool TransfersLookupKey, string? TaxBehavior, MetadataChange Metadata)
{
    private const int LookupKeyLengthMax = 200;

    public static PriceParameters Read(Parameters parameters) => new(
        parameters.Flag("active"),
        parameters.TextChange("nickname"),
        parameters.TextChange("lookup_key", LookupKeyLengthMax),
        parameters.Flag("transfer_lookup_key") ?? false,
        parameters.OneOf("tax_behavior", "exclusive", "inclusive", "unspecified"),
        parameters.Metadata());

    /// <summary>The price with these fields. A lookup key belongs to one price: taking it from another must be asked for.</summary>
    public Price ApplyTo(Price price, StripeState state)
    {
        if (LookupKey.Value is { } key
            && state.Prices.OlderThan(null).FirstOrDefault(other => other.LookupKey == key && other.Id != price.Id) is { } owner)
        {
            if (!TransfersLookupKey)
            {
                throw StripeError.InvalidParameter(
                    $"A price (`{owner.Id}`) already uses that lookup key.", "lookup_key", "resource_already_exists");
            }

            state.Prices.Put(owner with { LookupKey = null });
        }

        return price with
        {
            IsActive = IsActive ?? price.IsActive,
            Nickname = Nickname.Or(price.Nickname),
            LookupKey = LookupKey.Or(price.LookupKey),
            TaxBehavior = TaxBehavior ?? price.TaxBehavior,
            Metadata = Metadata.ApplyWithinLimit(price.Metadata),
        };
    }
}
