using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Prices;

/// <summary>A price that something is bought at: one there is, or one described on the spot.</summary>
internal sealed record PriceChoice(string? PriceId, string? ProductId, string? ProductName, PriceAmount? Amount, string Parameter)
{
    /// <summary>Reads <c>price</c> or <c>price_data</c>; null when the member names neither.</summary>
    public static PriceChoice? Read(Parameters member) => Named(member) ?? Described(member);

    /// <summary>Reads <c>price</c>.</summary>
    public static PriceChoice? Named(Parameters member) =>
        member.Text("price") is { } priceId ? new PriceChoice(priceId, null, null, null, member.NameOf("price")) : null;

    /// <summary>Reads <c>price_data</c>.</summary>
    public static PriceChoice? Described(Parameters member)
    {
        if (member.Nested("price_data") is not { } data)
        {
            return null;
        }

        var product = data.Nested("product_data");
        product?.Accept("description", "images", "metadata", "tax_code", "unit_label");
        var (id, name) = (data.Text("product"), product?.RequiredText("name"));
        return (id is null) == (name is null)
            ? throw StripeError.MissingParameter(data.NameOf("product"))
            : new PriceChoice(null, id, name, PriceAmount.Read(data), data.NameOf("product"));
    }

    /// <summary>The price; a described one is made now, inactive, so that nobody finds it in a catalogue.</summary>
    /// <param name="state">Where prices are found.</param>
    /// <param name="keeps">Whether what is made is stored; a preview leaves nothing behind.</param>
    public Price Resolve(StripeState state, bool keeps = true)
    {
        if (PriceId is { } id)
        {
            return state.Prices.Find(id) switch
            {
                null => throw StripeError.NoSuch(ObjectNames.Price, id, Parameter),
                { IsActive: false } => throw StripeError.InvalidParameter(
                    "The price specified is inactive. This field only accepts active prices.", Parameter),
                var price => price,
            };
        }

        if (ProductId is { } known && state.Products.Find(known) is null)
        {
            throw StripeError.NoSuch(ObjectNames.Product, known, Parameter);
        }

        var made = Amount!.ToPrice(ProductId ?? StripeIds.Product(), state.Now) with { IsActive = false };
        if (!keeps)
        {
            return made;
        }

        if (ProductId is null)
        {
            state.Products.Put(new Product
            {
                Id = made.ProductId,
                Created = state.Now,
                Updated = state.Now,
                Name = ProductName!,
                IsActive = false,
            });
        }

        return state.Prices.Put(made);
    }
}
