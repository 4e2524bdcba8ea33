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
        if (SubscriptionOf(paid) is { } subscription
            && subscription.Status is SubscriptionStatus.Incomplete or SubscriptionStatus.PastDue or SubscriptionStatus.Unpaid
            && subscription.LatestInvoiceId == paid.Id)
        {
            changes.Change(
                subscription,
                subscription with
                {
                    Status = SubscriptionStatus.Active,
                    DefaultPaymentMethodId = subscription.DefaultPaymentMethodId ?? MethodThatPaid(paid, subscription),
                },
                cause);
        }
    }

    /// <summary>An attempt failed; the last one that Stripe makes by itself decides over the subscription.</summary>
    public Invoice Degrade(Invoice failed, EventCause cause, bool isAutomatic, bool isLast)
    {
        if (isAutomatic)
        {
            SetDelinquent(failed.CustomerId, isDelinquent: true);
        }

        if (SubscriptionOf(failed) is not { HasEnded: false } subscription || failed.BillingReason == BillingReasons.Create)
        {
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

        if (_settings.AfterLastRetry == PaymentSettings.Canceled)
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
        if (SubscriptionOf(open) is { Status: SubscriptionStatus.Active } subscription)
        {
            changes.Change(subscription, subscription with { Status = SubscriptionStatus.PastDue }, EventCause.Stripe);
        }
    }

    /// <summary>An invoice was given up by the merchant, who may know better than the schedule of attempts.</summary>
    public void Forgive(Invoice givenUp, EventCause cause) => SetDelinquent(givenUp.CustomerId, isDelinquent: false);

    private void SetDelinquent(string customerId, bool isDelinquent)
    {
        if (state.Customers.Find(customerId) is { } customer && customer.IsDelinquent != isDelinquent)
        {
            state.Customers.Put(customer with { IsDelinquent = isDelinquent });
        }
    }

    /// <summary>What a page paid the first invoice with pays the next ones too.</summary>
    private string? MethodThatPaid(Invoice paid, Subscription subscription) =>
        subscription.Status == SubscriptionStatus.Incomplete && paid.ChargeId is { } chargeId
            ? state.Charges.Find(chargeId)?.PaymentMethod.Id
            : null;
}
