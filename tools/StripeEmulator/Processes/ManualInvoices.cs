using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Invoices that somebody writes by hand, from the first draft to what becomes of an open one.</summary>
internal sealed class ManualInvoices(
    StripeState state, Invoicing invoicing, PendingItems pending, Collection collection, Standing standing)
{
    /// <summary>A draft, with what waits for an invoice when it is to take that.</summary>
    public Invoice Create(NewInvoice wanted, EventCause cause)
    {
        var blank = wanted.ApplyTo(invoicing.Blank(wanted.CustomerId, wanted.Currency, BillingReasons.Manual) with
        {
            SubscriptionId = wanted.Subscription?.Id,
            SubscriptionMetadata = wanted.Subscription?.Metadata ?? MetadataChange.Empty,
            AdvancesByItself = false,
        });
        var taken = wanted.TakesPending
            ? pending.Take(pending.Waiting(wanted.CustomerId, wanted.Currency, wanted.Subscription?.Id), blank.Id)
            : [];
        var draft = state.Invoices.Put(collection.Plan(blank with { Lines = taken }, blank.FinalizesAt));
        state.Record(EventTypes.InvoiceCreated, draft, cause);
        return draft;
    }

    public Invoice Update(Invoice before, Invoice after, EventCause cause)
    {
        var changesPlan = (after.AdvancesByItself, after.FinalizesAt) != (before.AdvancesByItself, before.FinalizesAt);
        after = state.Invoices.Put(!changesPlan ? after
            : after.Status == InvoiceStatus.Draft ? collection.Plan(after, after.FinalizesAt)
            : collection.PlanAttempt(after));
        if (!ResourceJson.AreSame(before, after, ApiVersion.Endive))
        {
            state.Record(EventTypes.InvoiceUpdated, after, cause, before);
        }

        return after;
    }

    public void Delete(Invoice draft, EventCause cause)
    {
        pending.Release(draft);
        state.Invoices.Remove(draft.Id);
        state.Record(EventTypes.InvoiceDeleted, draft, cause);
    }

    public Invoice Void(Invoice owed, EventCause cause) => collection.Void(owed, cause);

    public Invoice MarkUncollectible(Invoice open, EventCause cause)
    {
        var givenUp = collection.GiveUp(open, "user_forgiven", cause);
        standing.Forgive(givenUp, cause);
        return givenUp;
    }

    /// <summary>Finalises a draft first, as Stripe does.</summary>
    public Invoice Send(Invoice invoice, EventCause cause)
    {
        var open = invoice.Status == InvoiceStatus.Draft ? collection.Finalize(invoice, cause) : invoice;
        return open.IsOwed ? collection.Send(open, cause) : open;
    }
}

/// <summary>What an invoice is to be made of.</summary>
internal sealed record NewInvoice
{
    public required string CustomerId { get; init; }
    public required string Currency { get; init; }
    public required bool TakesPending { get; init; }
    public Subscription? Subscription { get; init; }

    /// <summary>Fills in the fields that a caller may also change later.</summary>
    public required Func<Invoice, Invoice> ApplyTo { get; init; }
}
