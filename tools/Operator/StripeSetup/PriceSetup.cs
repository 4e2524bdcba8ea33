using Stripe;

namespace Operator.StripeSetup;

/// <summary>Makes a product and its price be there, and as they should be.</summary>
internal sealed class PriceSetup(StripeClient stripe, TextWriter report)
{
    /// <returns>The price's id.</returns>
    public async Task<string> EnsureAsync(WantedPrice wanted, CancellationToken cancellationToken)
    {
        await EnsureProductAsync(wanted, cancellationToken);
        var known = await stripe.V1.Prices.ListAsync(
            new PriceListOptions { LookupKeys = [wanted.Key], Active = true }, cancellationToken: cancellationToken);
        if (known.Data.Find(price => IsAsWanted(price, wanted)) is { } price)
        {
            await report.WriteLineAsync($"# kept price {price.Id} of {wanted.Name}");
            return price.Id;
        }
        // A price's amount never changes: another price takes the key, and who subscribed before keeps paying the old one.
        var made = await stripe.V1.Prices.CreateAsync(
            new PriceCreateOptions
            {
                Product = wanted.Key,
                UnitAmount = wanted.AmountCents,
                Currency = WantedPrice.Currency,
                Recurring = new PriceRecurringOptions { Interval = WantedPrice.Interval },
                LookupKey = wanted.Key,
                TransferLookupKey = true,
            },
            cancellationToken: cancellationToken);
        await report.WriteLineAsync($"# made price {made.Id} of {wanted.Name}: {wanted.AmountCents} cents each month");
        return made.Id;
    }

    private async Task EnsureProductAsync(WantedPrice wanted, CancellationToken cancellationToken)
    {
        var product = await FindProductAsync(wanted.Key, cancellationToken);
        if (product is null)
        {
            await stripe.V1.Products.CreateAsync(
                new ProductCreateOptions { Id = wanted.Key, Name = wanted.Name, Description = wanted.Description }, cancellationToken: cancellationToken);
            await report.WriteLineAsync($"# made product {wanted.Name}");
        }
        else if (product.Name != wanted.Name || product.Description != wanted.Description || !product.Active)
        {
            await stripe.V1.Products.UpdateAsync(
                wanted.Key,
                new ProductUpdateOptions { Name = wanted.Name, Description = wanted.Description, Active = true },
                cancellationToken: cancellationToken);
            await report.WriteLineAsync($"# changed product {wanted.Name}");
        }
    }

    private async Task<Product?> FindProductAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await stripe.V1.Products.GetAsync(id, cancellationToken: cancellationToken);
        }
        catch (StripeException exception) when (exception.StripeError?.Code == StripeWords.ResourceMissing)
        {
            return null;
        }
    }

    private static bool IsAsWanted(Price price, WantedPrice wanted) =>
        price.UnitAmount == wanted.AmountCents
        && price.Currency == WantedPrice.Currency
        && price.ProductId == wanted.Key
        && price.Recurring is { Interval: WantedPrice.Interval, IntervalCount: 1 };
}
