using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>
/// The price behind a bare amount: Stripe makes one for each invoice item without a price, inactive, so that nobody finds it
/// in a catalogue. Here equal amounts share one, under one product.
/// </summary>
internal static class OneOffPrices
{
    private const string ProductId = "prod_LocalOneOffItem";

    /// <param name="state">Where prices are kept.</param>
    /// <param name="amountCents">The amount.</param>
    /// <param name="currency">Its currency.</param>
    /// <param name="keeps">Whether a price that has to be made is stored; a preview leaves nothing behind.</param>
    public static Price Find(StripeState state, long amountCents, string currency, bool keeps)
    {
        if (state.Prices.OlderThan(null, ProductId)
            .FirstOrDefault(price => price.UnitAmountCents == amountCents && price.Currency == currency) is { } known)
        {
            return known;
        }

        var made = new Price
        {
            Id = StripeIds.Stamped("price", state.Now),
            Created = state.Now,
            ProductId = ProductId,
            Currency = currency,
            UnitAmountCents = amountCents,
            IsActive = false,
        };
        return keeps ? Keep(state, made) : made;
    }

    private static Price Keep(StripeState state, Price price)
    {
        if (state.Products.Find(ProductId) is null)
        {
            state.Products.Put(new Product
            {
                Id = ProductId, Created = state.Now, Updated = state.Now, Name = "Invoice item", IsActive = false,
            });
        }

        return state.Prices.Put(price);
    }
}
