using System.Collections.Immutable;
using StripeEmulator.Api.Invoices;
using StripeEmulator.Api.Prices;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>A member of <c>add_invoice_items</c>: what is paid once, with the next invoice of a subscription.</summary>
internal sealed record AddedItem(PriceChoice Price, long Quantity, MetadataChange Metadata)
{
    private const int ItemsMax = 20;

    public static ImmutableArray<AddedItem> Read(Parameters parameters) =>
    [
        .. (parameters.NestedList("add_invoice_items", ItemsMax) ?? []).Select(member =>
        {
            foreach (var name in (string[])["discounts", "period", "tax_rates"])
            {
                if (member.Has(name))
                {
                    throw StripeError.NotEmulated($"the parameter {name} of added items", member.NameOf(name));
                }
            }

            return new AddedItem(
                PriceChoice.Read(member) ?? throw StripeError.MissingParameter(member.NameOf("price")),
                ItemParameters.ReadQuantity(member) ?? 1,
                member.Metadata());
        }),
    ];

    /// <summary>The item, for a subscription that may not be there yet.</summary>
    public InvoiceItem Of(StripeState state, Customer customer, string? subscriptionId)
    {
        var price = InvoiceItemParameters.OneTime(Price, state, keeps: true);
        return new InvoiceItem
        {
            Id = StripeIds.Stamped("ii", state.Now),
            Created = state.Now,
            CustomerId = customer.Id,
            SubscriptionId = subscriptionId,
            Currency = price.Currency,
            AmountCents = price.UnitAmountCents * Quantity,
            Description = state.Products.Find(price.ProductId)?.Name,
            Period = new BillingPeriod(state.Now, state.Now),
            Price = price,
            Quantity = Quantity,
            IsDiscountable = true,
            Metadata = Metadata.ApplyWithinLimit(MetadataChange.Empty),
            TestClockId = customer.TestClockId,
        };
    }
}
