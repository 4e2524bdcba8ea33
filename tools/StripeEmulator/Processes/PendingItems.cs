using System.Collections.Immutable;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Keeps amounts that wait for an invoice, and the lines they become on one.</summary>
internal sealed class PendingItems(StripeState state)
{
    /// <summary>Stores a new item, at once as a line of its draft when it names one.</summary>
    public InvoiceItem Add(InvoiceItem item, EventCause cause)
    {
        state.InvoiceItems.Put(item);
        state.Record(EventTypes.InvoiceItemCreated, item, cause);
        CustomerCurrency.Settle(state, item.CustomerId, item.Currency, cause);
        ChangeDraft(item, lines => lines.Add(LineOf(item)), cause);
        return item;
    }

    /// <summary>Stripe tells of a changed item only by its draft.</summary>
    public InvoiceItem Update(InvoiceItem item, EventCause cause)
    {
        state.InvoiceItems.Put(item);
        ChangeDraft(
            item,
            lines => [.. lines.Select(line => line.InvoiceItemId == item.Id ? LineOf(item) with { Id = line.Id } : line)],
            cause);
        return item;
    }

    public void Remove(InvoiceItem item, EventCause cause)
    {
        state.InvoiceItems.Remove(item.Id);
        state.Record(EventTypes.InvoiceItemDeleted, item, cause);
        ChangeDraft(item, lines => lines.RemoveAll(line => line.InvoiceItemId == item.Id), cause);
    }

    /// <summary>What waits for an invoice of the customer, oldest first; of one subscription, what belongs to another stays.</summary>
    public IReadOnlyList<InvoiceItem> Waiting(string customerId, string currency, string? subscriptionId) =>
    [
        .. state.InvoiceItems.OlderThan(null, customerId)
            .Where(item => item.InvoiceId is null
                && item.Currency == currency
                && (subscriptionId is null || item.SubscriptionId is null || item.SubscriptionId == subscriptionId))
            .Reverse()
            .Take(StateLimits.ItemsPerInvoiceMax),
    ];

    /// <summary>Puts items on an invoice that is being made.</summary>
    public ImmutableArray<InvoiceLine> Take(IReadOnlyList<InvoiceItem> items, string invoiceId)
    {
        foreach (var item in items)
        {
            state.InvoiceItems.Put(item with { InvoiceId = invoiceId });
        }

        return [.. items.Select(LineOf)];
    }

    /// <summary>The items of a draft that is given up wait again.</summary>
    public void Release(Invoice draft)
    {
        foreach (var line in draft.Lines)
        {
            if (line.InvoiceItemId is { } id && state.InvoiceItems.Find(id) is { } item)
            {
                state.InvoiceItems.Put(item with { InvoiceId = null });
            }
        }
    }

    public InvoiceLine LineOf(InvoiceItem item) => new()
    {
        Id = StripeIds.Stamped("il", state.Now),
        AmountCents = item.AmountCents,
        Description = item.Description,
        Period = item.Period,
        Price = item.Price,
        Quantity = item.Quantity,
        SubscriptionId = item.SubscriptionId,
        SubscriptionItemId = item.SubscriptionItemId,
        InvoiceItemId = item.Id,
        IsProration = item.IsProration,
        IsDiscountable = item.IsDiscountable,
        Metadata = item.Metadata,
    };

    private void ChangeDraft(
        InvoiceItem item, Func<ImmutableArray<InvoiceLine>, ImmutableArray<InvoiceLine>> change, EventCause cause)
    {
        if (item.InvoiceId is { } id && state.Invoices.Find(id) is { Status: InvoiceStatus.Draft } draft)
        {
            var changed = state.Invoices.Put(draft with { Lines = change(draft.Lines) });
            state.Record(EventTypes.InvoiceUpdated, changed, cause, draft);
        }
    }
}
