using System.Collections.Immutable;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Changes subscriptions, with the corrections and the invoice that go with it; the same plan is what a preview shows.</summary>
internal sealed class SubscriptionUpdates(
    StripeState state,
    SubscriptionChanges changes,
    Invoicing invoicing,
    PendingItems pending,
    Prorations prorations,
    Collection collection)
{
    /// <summary>
    /// What a change comes to, with nothing done yet. Other items in the middle of a period are prorated as asked; another
    /// interval, a trial that ends or begins, and a new anchor begin a new period.
    /// </summary>
    public PlannedChange Plan(Subscription before, Subscription after, ChangeTerms terms)
    {
        var startsPeriod = terms.ResetsAnchor
            || (before.Status != SubscriptionStatus.Trialing
                && (after.Recurrence.Interval, after.Recurrence.Count) != (before.Recurrence.Interval, before.Recurrence.Count));
        if (startsPeriod)
        {
            after = after.Restarted(state.Now);
        }

        var isQuiet = terms.ProrationBehavior == ProrationBehaviors.None;
        return new PlannedChange
        {
            Before = before,
            After = after,
            Corrections = isQuiet ? [] : prorations.Between(before, after, terms.ProrationDate ?? state.Now),
            IsInvoicedNow = startsPeriod || (terms.ProrationBehavior == ProrationBehaviors.InvoiceNow && before.Items != after.Items),
            Lines = startsPeriod ? invoicing.LinesFor(after) : [],
        };
    }

    public Subscription Apply(PlannedChange planned, EventCause cause)
    {
        foreach (var correction in planned.Corrections)
        {
            pending.Add(correction, cause);
        }

        var after = planned.After;
        var draft = !planned.IsInvoicedNow ? null
            : invoicing.Draft(after, BillingReasons.Update, new BillingPeriod(state.Now, state.Now), planned.Lines);
        changes.Change(planned.Before, draft is null ? after : after with { LatestInvoiceId = draft.Id }, cause);
        if (draft is not null)
        {
            state.Record(EventTypes.InvoiceCreated, draft, cause);
            collection.FinalizeAndCollect(draft, cause);
        }

        return state.Subscriptions.Find(after.Id)!;
    }
}

/// <summary>How a change is to be billed.</summary>
/// <param name="ProrationBehavior">One of <see cref="ProrationBehaviors"/>.</param>
/// <param name="ProrationDate">From when the change counts; null is now.</param>
/// <param name="ResetsAnchor">Whether a new period begins now.</param>
internal sealed record ChangeTerms(string ProrationBehavior, long? ProrationDate = null, bool ResetsAnchor = false);

/// <summary>What a change comes to.</summary>
internal sealed record PlannedChange
{
    public required Subscription Before { get; init; }
    public required Subscription After { get; init; }
    public required ImmutableArray<InvoiceItem> Corrections { get; init; }

    /// <summary>Whether the change calls for an invoice of its own; else its corrections wait for the next one.</summary>
    public required bool IsInvoicedNow { get; init; }

    /// <summary>The lines of a period that begins with the change.</summary>
    public required ImmutableArray<InvoiceLine> Lines { get; init; }
}
