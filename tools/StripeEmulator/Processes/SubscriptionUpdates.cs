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
        if (before.Status == SubscriptionStatus.Paused)
        {
            return new PlannedChange { Before = before, After = after, Corrections = [], IsInvoicedNow = false, Lines = [] };
        }

        var (next, startsPeriod) = InItsPeriod(before, after, terms);
        var isQuiet = terms.ProrationBehavior == ProrationBehaviors.None;
        return new PlannedChange
        {
            Before = before,
            After = next,
            Corrections = isQuiet ? [] : prorations.Between(before, next, terms.ProrationDate ?? state.Now),
            IsInvoicedNow = startsPeriod || (terms.ProrationBehavior == ProrationBehaviors.InvoiceNow && before.Items != next.Items),
            Lines = startsPeriod ? invoicing.LinesFor(next) : [],
        };
    }

    public Subscription Apply(PlannedChange planned, EventCause cause)
    {
        if (planned is { Before: { Status: SubscriptionStatus.Trialing, Trial.IsEndTold: false }, After.Status: SubscriptionStatus.Active })
        {
            state.Record(EventTypes.SubscriptionTrialWillEnd, planned.Before, cause);
        }

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

        if (after.Trial is { IsEndTold: false } trial && trial.End != planned.Before.Trial?.End)
        {
            state.Schedule.Remind(ReminderKind.TrialEndIsNear, after.Id, Math.Max(state.Now, trial.NoticeAt));
        }

        return state.Subscriptions.Find(after.Id)!;
    }

    /// <summary>Lets what is unused of the period wait as corrections.</summary>
    public ImmutableArray<InvoiceItem> UnusedTime(Subscription subscription, EventCause cause)
    {
        var corrections = prorations.UnusedTime(subscription, state.Now);
        foreach (var correction in corrections)
        {
            pending.Add(correction, cause);
        }

        return corrections;
    }

    /// <summary>The period that a change leaves it in, and whether that begins now.</summary>
    private (Subscription Subscription, bool StartsPeriod) InItsPeriod(Subscription before, Subscription after, ChangeTerms terms)
    {
        var isTrialing = before.Status == SubscriptionStatus.Trialing;
        if (terms.TrialEnd is { } end)
        {
            // A trial that is only prolonged goes on in the period that it has.
            var start = isTrialing ? before.Period.Start : state.Now;
            var missing = terms.MissingPaymentMethod ?? before.Trial?.MissingPaymentMethod ?? "create_invoice";
            return (
                after with
                {
                    Status = SubscriptionStatus.Trialing,
                    Trial = new Trial(isTrialing ? before.Trial!.Start : start, end, missing),
                    BillingCycleAnchor = end,
                    Period = new BillingPeriod(start, end),
                },
                StartsPeriod: !isTrialing);
        }

        if (terms.EndsTrial && isTrialing)
        {
            var ended = after with { Status = SubscriptionStatus.Active, Trial = before.Trial! with { End = state.Now } };
            return (ended.Restarted(state.Now), StartsPeriod: true);
        }

        var isOtherInterval = (after.Recurrence.Interval, after.Recurrence.Count) != (before.Recurrence.Interval, before.Recurrence.Count);
        return !isTrialing && (terms.ResetsAnchor || isOtherInterval) ? (after.Restarted(state.Now), true) : (after, false);
    }
}

/// <summary>How a change is to be billed.</summary>
/// <param name="ProrationBehavior">One of <see cref="ProrationBehaviors"/>.</param>
/// <param name="ProrationDate">From when the change counts; null is now.</param>
/// <param name="ResetsAnchor">Whether a new period begins now.</param>
internal sealed record ChangeTerms(string ProrationBehavior, long? ProrationDate = null, bool ResetsAnchor = false)
{
    /// <summary>Until when nothing is to be paid.</summary>
    public long? TrialEnd { get; init; }

    /// <summary>Whether a trial ends now.</summary>
    public bool EndsTrial { get; init; }

    /// <summary>What becomes of the subscription after a trial when there is nothing to pay with.</summary>
    public string? MissingPaymentMethod { get; init; }
}

/// <summary>What a change comes to.</summary>
internal sealed record PlannedChange
{
    public required Subscription Before { get; init; }
    public required Subscription After { get; init; }

    /// <summary>What it gives back and takes for the running period, and what is paid once with it.</summary>
    public required ImmutableArray<InvoiceItem> Corrections { get; init; }

    /// <summary>Whether the change calls for an invoice of its own; else its corrections wait for the next one.</summary>
    public required bool IsInvoicedNow { get; init; }

    /// <summary>The lines of a period that begins with the change.</summary>
    public required ImmutableArray<InvoiceLine> Lines { get; init; }
}
