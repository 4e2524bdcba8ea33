using System.Collections.Immutable;
using StripeEmulator.Api.Prices;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>A member of a preview's <c>invoice_items</c>: one that is only thought of, or a change of one that waits.</summary>
internal sealed record PreviewedItem(string? Id, InvoiceItemParameters Fields)
{
    private const int ItemsMax = 100;

    public static ImmutableArray<PreviewedItem> Read(Parameters parameters) =>
    [
        .. (parameters.NestedList("invoice_items", ItemsMax) ?? []).Select(ReadMember),
    ];

    private static PreviewedItem ReadMember(Parameters member)
    {
        if (member.Version.IsAtLeast(ApiVersion.Basil))
        {
            member.RefuseUncovered(null, "unit_amount");
        }

        return new(member.Text("invoiceitem"), InvoiceItemParameters.Read(member, PriceChoice.Read(member)));
    }

    public InvoiceItem Of(StripeState state, Customer customer, string currency)
    {
        if (Id is not null)
        {
            var waiting = state.InvoiceItems.Find(Id) is { InvoiceId: null } found && found.CustomerId == customer.Id
                ? found
                : throw StripeError.NoSuch(ObjectNames.InvoiceItem, Id, "invoice_items[0][invoiceitem]");
            var before = new ItemAmount(waiting.Price, waiting.Quantity, waiting.AmountCents);
            return Fields.ApplyTo(waiting, Fields.Cost(state, waiting.Currency, before, keepsPrices: false));
        }

        var cost = Fields.Cost(state, currency, before: null, keepsPrices: false);
        return Fields.ApplyTo(
            new InvoiceItem
            {
                Id = StripeIds.Stamped("ii", state.Now),
                Created = state.Now,
                CustomerId = customer.Id,
                Currency = currency,
                AmountCents = cost.AmountCents,
                Price = cost.Price,
                Quantity = cost.Quantity,
                Period = new BillingPeriod(state.Now, state.Now),
                IsDiscountable = cost.AmountCents >= 0,
                TestClockId = customer.TestClockId,
            },
            cost);
    }
}
