using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>
/// The price behind a bare amount: Stripe makes one for each invoice item without a price, inactive, so that nobody finds it
/// in a catalogue. Here equal amounts share one, under one product.
/// </summary>
internal static class OneOffPrices
{
    private const string ProductId = "prod_LocalOneOffItem";

    public static Price Find(StripeState state, long amountCents, string currency)
    {
        if (state.Products.Find(ProductId) is null)
        {
            state.Products.Put(new Product
            {
                Id = ProductId, Created = state.Now, Updated = state.Now, Name = "Invoice item", IsActive = false,
            });
        }

        return state.Prices.OlderThan(null, ProductId)
            .FirstOrDefault(price => price.UnitAmountCents == amountCents && price.Currency == currency)
            ?? state.Prices.Put(new Price
            {
                Id = StripeIds.Stamped("price", state.Now),
                Created = state.Now,
                ProductId = ProductId,
                Currency = currency,
                UnitAmountCents = amountCents,
                IsActive = false,
            });
    }
}
