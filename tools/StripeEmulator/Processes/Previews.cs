using System.Collections.Immutable;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Shows invoices before they are made. Nothing of it is stored.</summary>
internal sealed class Previews(
    StripeState state, Invoicing invoicing, PendingItems pending, Prorations prorations, EmulatorSettings settings)
{
    /// <summary>The invoice of a subscription's next renewal; null when there will be none.</summary>
    public Invoice? Next(Subscription subscription, PreviewTerms? terms = null)
    {
        terms ??= new PreviewTerms();
        var renews = !subscription.HasEnded
            && subscription.Status is not (SubscriptionStatus.Incomplete or SubscriptionStatus.Unpaid or SubscriptionStatus.Paused)
            && !subscription.EndsBy(subscription.Period.End);
        var lines = renews ? invoicing.LinesFor(subscription.Renewed()) : [];
        var at = subscription.Period.End;
        return Compose(subscription, lines, terms) is not { Lines.IsEmpty: false } preview ? null : preview with
        {
            Created = at,
            Period = subscription.Period,
            NextAttemptAt = at + settings.Payments.DraftSeconds,
        };
    }

    /// <summary>The invoice that a change calls for, or the next one after it; null when there is none.</summary>
    public Invoice? AfterChange(PlannedChange planned, PreviewTerms terms)
    {
        terms = terms with { Corrections = planned.Corrections };
        return planned.IsInvoicedNow ? Now(planned.After, planned.Lines, terms) : Next(planned.After, terms);
    }

    /// <summary>The last invoice of a subscription that ends now, with what is unused given back or not.</summary>
    public Invoice? AfterEnd(Subscription subscription, bool prorates, PreviewTerms terms) =>
        Now(subscription, [], terms with { Corrections = prorates ? prorations.UnusedTime(subscription, state.Now) : [] });

    /// <summary>An invoice that would be made at this moment, of a subscription's lines and what waits for it.</summary>
    public Invoice? Now(Subscription subscription, ImmutableArray<InvoiceLine> lines, PreviewTerms terms) =>
        Compose(subscription, lines, terms) is { Lines.IsEmpty: false } preview ? preview with { NextAttemptAt = state.Now } : null;

    /// <summary>An invoice of what waits for one without belonging to a subscription.</summary>
    public Invoice? OfWaiting(Customer customer, string currency, PreviewTerms terms)
    {
        var preview = Finish(
            invoicing.Blank(customer.Id, currency, BillingReasons.Upcoming),
            [.. Waiting(customer.Id, currency, subscriptionId: null, terms), .. terms.Extra.Select(pending.LineOf)]);
        return preview.Lines.IsEmpty ? null : preview;
    }

    private Invoice Compose(Subscription subscription, ImmutableArray<InvoiceLine> lines, PreviewTerms terms) => Finish(
        invoicing.Blank(subscription.CustomerId, subscription.Currency, BillingReasons.Upcoming) with
        {
            SubscriptionId = subscription.Id,
            SubscriptionMetadata = subscription.Metadata,
        },
        terms.IsRecurringOnly
            ? lines
            :
            [
                .. Waiting(subscription.CustomerId, subscription.Currency, subscription.Id, terms),
                .. terms.Corrections.Select(pending.LineOf),
                .. terms.Extra.Select(pending.LineOf),
                .. lines,
            ]);

    private IEnumerable<InvoiceLine> Waiting(string customerId, string currency, string? subscriptionId, PreviewTerms terms) =>
        pending.Waiting(customerId, currency, subscriptionId)
            .Where(item => !terms.Extra.Any(extra => extra.Id == item.Id))
            .Select(pending.LineOf);

    private Invoice Finish(Invoice blank, ImmutableArray<InvoiceLine> lines)
    {
        var preview = blank with
        {
            Id = StripeIds.Stamped("upcoming_in", state.Now),
            Lines = [.. lines.Select(line => line with { Id = StripeIds.Stamped("il_tmp", state.Now) })],
        };
        return state.Customers.Find(blank.CustomerId) is { } customer ? Invoicing.Credited(preview, customer).Invoice : preview;
    }
}

/// <summary>What a preview adds to what there is, or leaves out of it.</summary>
internal sealed record PreviewTerms
{
    /// <summary>What the change that is previewed would give back and take.</summary>
    public ImmutableArray<InvoiceItem> Corrections { get; init; } = [];

    /// <summary>Items that are only thought of; one with the id of a waiting item stands in its place.</summary>
    public ImmutableArray<InvoiceItem> Extra { get; init; } = [];

    /// <summary>Only what comes every period.</summary>
    public bool IsRecurringOnly { get; init; }
}
