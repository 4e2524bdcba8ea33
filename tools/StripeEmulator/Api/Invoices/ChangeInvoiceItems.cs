using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>POST /v1/invoiceitems, and POST and DELETE /v1/invoiceitems/:id, while the item waits or its invoice is a draft.</summary>
internal static class ChangeInvoiceItems
{
    private const string DefaultCurrency = "usd";

    public static void MapChangeInvoiceItems(this StripeRoutes api)
    {
        api.Map("POST", "/v1/invoiceitems", ObjectNames.InvoiceItem, Read, Create);
        api.Map("POST", "/v1/invoiceitems/{id}", ObjectNames.InvoiceItem, InvoiceItemParameters.Read, Update);
        api.Map("DELETE", "/v1/invoiceitems/{id}", ObjectNames.InvoiceItem, Delete);
    }

    private static Request Read(Parameters parameters)
    {
        parameters.RefuseUncovered(null, "customer_account");
        return new Request(
            parameters.RequiredText("customer"),
            parameters.Text("invoice"),
            parameters.Text("subscription"),
            InvoiceItemParameters.Read(parameters));
    }

    private static InvoiceItem Create(ApiCall call, Request request)
    {
        var (state, fields) = (call.State, request.Fields);
        if (state.Customers.Find(request.CustomerId) is not { IsDeleted: false } customer)
        {
            throw StripeError.NoSuch(ObjectNames.Customer, request.CustomerId, "customer");
        }

        var invoice = request.InvoiceId is { } invoiceId ? FindDraft(state, invoiceId, customer.Id) : null;
        var subscription = request.SubscriptionId is { } id ? CreateInvoice.FindSubscription(state, id, customer.Id) : null;
        var currency = fields.Currency
            ?? (fields.Price?.PriceId is { } priceId ? state.Prices.Find(priceId)?.Currency : fields.Price?.Amount?.Currency)
            ?? invoice?.Currency ?? subscription?.Currency ?? customer.Currency ?? DefaultCurrency;
        if (invoice is not null && invoice.Currency != currency)
        {
            throw StripeError.InvalidParameter("The currency of an item must be the one of its invoice.", "currency");
        }

        var cost = fields.Cost(state, currency, before: null);
        var item = fields.ApplyTo(
            new InvoiceItem
            {
                Id = StripeIds.Stamped("ii", state.Now),
                Created = state.Now,
                CustomerId = customer.Id,
                SubscriptionId = subscription?.Id ?? invoice?.SubscriptionId,
                Currency = currency,
                AmountCents = cost.AmountCents,
                Period = new BillingPeriod(state.Now, state.Now),
                Price = cost.Price,
                Quantity = cost.Quantity,
                IsDiscountable = cost.AmountCents >= 0,
                InvoiceId = invoice?.Id,
                TestClockId = customer.TestClockId,
            },
            cost);
        return call.Processes.PendingItems.Add(item, call.Cause);
    }

    private static InvoiceItem Update(ApiCall call, InvoiceItemParameters fields)
    {
        var item = Editable(call);
        var cost = fields.Cost(call.State, item.Currency, new ItemAmount(item.Price, item.Quantity, item.AmountCents));
        return call.Processes.PendingItems.Update(fields.ApplyTo(item, cost), call.Cause);
    }

    private static DeletedResource Delete(ApiCall call)
    {
        var item = Editable(call);
        call.Processes.PendingItems.Remove(item, call.Cause);
        return new DeletedResource(ObjectNames.InvoiceItem) { Id = item.Id, Created = item.Created };
    }

    private static InvoiceItem Editable(ApiCall call)
    {
        var item = call.State.InvoiceItems.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.InvoiceItem, call.Id);
        return item.InvoiceId is { } id && call.State.Invoices.Find(id) is { Status: not InvoiceStatus.Draft }
            ? throw NoLongerEditable()
            : item;
    }

    private static Invoice FindDraft(StripeState state, string id, string customerId) =>
        state.Invoices.Find(id) is not { } invoice || invoice.CustomerId != customerId
            ? throw StripeError.NoSuch(ObjectNames.Invoice, id, "invoice")
            : invoice.Status != InvoiceStatus.Draft ? throw NoLongerEditable()
            : invoice.Lines.Length < StateLimits.ItemsPerInvoiceMax ? invoice
            : throw StripeError.InvalidParameter($"An invoice can have at most {StateLimits.ItemsPerInvoiceMax} items.", "invoice");

    private static StripeError NoLongerEditable() => StripeError.Invalid("This invoice is no longer editable");

    private sealed record Request(string CustomerId, string? InvoiceId, string? SubscriptionId, InvoiceItemParameters Fields);
}
