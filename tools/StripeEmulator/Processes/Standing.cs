using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>What becomes of a customer and a subscription when an invoice is paid, is not paid, or is given up.</summary>
internal sealed class Standing(StripeState state, SubscriptionChanges changes, EmulatorSettings settings)
{
    private readonly PaymentSettings _settings = settings.Payments;

    public Subscription? SubscriptionOf(Invoice invoice) =>
        invoice.SubscriptionId is { } id ? state.Subscriptions.Find(id) : null;

    /// <summary>A subscription that waited for this payment is active from now on.</summary>
    public void Recover(Invoice paid, EventCause cause)
    {
        SetDelinquent(paid.CustomerId, isDelinquent: false);
        if (SubscriptionOf(paid) is not { HasEnded: false } subscription)
        {
            return;
        }

        var next = subscription with { DefaultPaymentMethodId = MethodAfter(paid, subscription) };
        if (IsResumedBy(subscription, paid))
        {
            Resume(subscription, next, SubscriptionStatus.Active, cause);
            return;
        }

        var waits = subscription.Status is SubscriptionStatus.Incomplete or SubscriptionStatus.PastDue or SubscriptionStatus.Unpaid
            && subscription.LatestInvoiceId == paid.Id;
        if (waits || next != subscription)
        {
            changes.Change(subscription, waits ? next with { Status = SubscriptionStatus.Active } : next, cause);
        }
    }

    /// <summary>An attempt failed; the last one that Stripe makes by itself decides over the subscription.</summary>
    public Invoice Degrade(Invoice failed, EventCause cause, bool isAutomatic, bool isLast)
    {
        if (isAutomatic)
        {
            SetDelinquent(failed.CustomerId, isDelinquent: true);
        }

        // The first invoice decides by itself, and one that was written by hand is no matter of the billing cycle.
        if (SubscriptionOf(failed) is not { HasEnded: false } subscription
            || failed.BillingReason is BillingReasons.Create or BillingReasons.Manual)
        {
            return failed;
        }

        if (subscription.Status == SubscriptionStatus.Paused)
        {
            if (IsResumedBy(subscription, failed) && !subscription.Resumption!.WaitsForSuccess)
            {
                Resume(subscription, subscription, SubscriptionStatus.PastDue, cause);
            }

            return failed;
        }

        if (subscription.Status == SubscriptionStatus.Active)
        {
            subscription = changes.Change(subscription, subscription with { Status = SubscriptionStatus.PastDue }, cause);
        }

        if (!isLast || _settings.AfterLastRetry == PaymentSettings.PastDue)
        {
            return failed;
        }

        if (_settings.AfterLastRetry == PaymentSettings.Paused && !subscription.IsClassic)
        {
            changes.Pause(subscription, Pause.AfterLastRetry, EventCause.Stripe);
            return failed;
        }

        // Stripe cancels what it can't pause.
        if (_settings.AfterLastRetry is PaymentSettings.Canceled or PaymentSettings.Paused)
        {
            changes.End(subscription, subscription.Cancellation with { Reason = "payment_failed" }, EventCause.Stripe);
            return state.Invoices.Find(failed.Id)!;
        }

        changes.Change(subscription, subscription with { Status = SubscriptionStatus.Unpaid }, EventCause.Stripe);
        return state.Invoices.Put(failed with { AdvancesByItself = false });
    }

    /// <summary>The day on which a sent invoice was to be paid has passed.</summary>
    public void Overdue(Invoice open)
    {
        SetDelinquent(open.CustomerId, isDelinquent: true);
        state.Record(EventTypes.InvoiceOverdue, open, EventCause.Stripe);
        if (open.BillingReason != BillingReasons.Manual && SubscriptionOf(open) is { Status: SubscriptionStatus.Active } subscription)
        {
            changes.Change(subscription, subscription with { Status = SubscriptionStatus.PastDue }, EventCause.Stripe);
        }
    }

    /// <summary>An invoice was given up by the merchant, who may know better than the schedule of attempts.</summary>
    public void Forgive(Invoice givenUp, EventCause cause)
    {
        SetDelinquent(givenUp.CustomerId, isDelinquent: false);
        if (SubscriptionOf(givenUp) is { } subscription && IsResumedBy(subscription, givenUp))
        {
            Resume(subscription, subscription, SubscriptionStatus.Active, cause);
        }
    }

    private static bool IsResumedBy(Subscription subscription, Invoice invoice) =>
        subscription is { Status: SubscriptionStatus.Paused, Resumption: { } resumption } && resumption.InvoiceId == invoice.Id;

    private void Resume(Subscription paused, Subscription next, SubscriptionStatus status, EventCause cause) => changes.Resume(
        paused,
        next with { Status = status, BillingCycleAnchor = paused.Resumption!.Anchor, Period = paused.Resumption.Period },
        cause);

    private void SetDelinquent(string customerId, bool isDelinquent)
    {
        if (state.Customers.Find(customerId) is { } customer && customer.IsDelinquent != isDelinquent)
        {
            state.Customers.Put(customer with { IsDelinquent = isDelinquent });
        }
    }

    /// <summary>What the next invoices are paid with: what a page paid the first with, or whatever paid this one, if it is so wished.</summary>
    private string? MethodAfter(Invoice paid, Subscription subscription)
    {
        var isFirst = subscription is { Status: SubscriptionStatus.Incomplete, DefaultPaymentMethodId: null };
        if (!(isFirst || subscription.SavesDefaultMethod)
            || paid.ChargeId is not { } chargeId
            || state.Charges.Find(chargeId)?.PaymentMethod.Id is not { } methodId)
        {
            return subscription.DefaultPaymentMethodId;
        }

        return isFirst || state.PaymentMethods.Find(methodId)?.CustomerId == paid.CustomerId ? methodId : subscription.DefaultPaymentMethodId;
    }
}
