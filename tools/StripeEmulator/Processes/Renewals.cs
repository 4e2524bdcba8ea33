using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>
/// Turns a subscription over when its period ends: ends it, or begins the next period with a draft invoice that is made
/// final and collected an hour later.
/// </summary>
internal sealed class Renewals
{
    private readonly StripeState _state;
    private readonly SubscriptionChanges _changes;
    private readonly Invoicing _invoicing;
    private readonly Collection _collection;

    public Renewals(StripeState state, SubscriptionChanges changes, Invoicing invoicing, Collection collection)
    {
        (_state, _changes, _invoicing, _collection) = (state, changes, invoicing, collection);
        changes.TurnDue += Turn;
    }

    private void Turn(Subscription subscription)
    {
        if (subscription.Status is SubscriptionStatus.Incomplete)
        {
            return;
        }

        if (subscription.EndsBy(_state.Now))
        {
            _changes.End(subscription, subscription.Cancellation, EventCause.Stripe);
        }
        else if (subscription is { Status: SubscriptionStatus.Trialing, Trial.MissingPaymentMethod: "cancel", SendsInvoices: false }
            && _collection.MethodFor(subscription) is null)
        {
            _changes.End(subscription, subscription.Cancellation with { Reason = "payment_failed" }, EventCause.Stripe);
        }
        else if (subscription is { Status: SubscriptionStatus.Trialing, Trial.MissingPaymentMethod: "pause", SendsInvoices: false }
            && _collection.MethodFor(subscription) is null)
        {
            _changes.Pause(subscription, Pause.TrialWithoutMethod, EventCause.Stripe);
        }
        else
        {
            Renew(subscription);
        }
    }

    private void Renew(Subscription subscription)
    {
        var ended = subscription.Period;
        var renewed = subscription.Renewed();
        var collects = renewed.Status != SubscriptionStatus.Unpaid;
        var drafted = _invoicing.Draft(renewed, BillingReasons.Cycle, ended, _invoicing.LinesFor(renewed));
        var draft = _state.Invoices.Put(_collection.Plan(collects ? drafted : drafted with { AdvancesByItself = false }));
        _state.Record(EventTypes.InvoiceCreated, draft, EventCause.Stripe);
        _changes.Change(subscription, renewed with { LatestInvoiceId = draft.Id }, EventCause.Stripe);
    }
}
