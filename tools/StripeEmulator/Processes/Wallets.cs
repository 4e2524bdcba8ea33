using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Whose payment method is whose.</summary>
internal sealed class Wallets
{
    private readonly StripeState _state;

    public Wallets(StripeState state, Payments payments)
    {
        _state = state;
        payments.Settled += KeepForLater;
    }

    public PaymentMethod Attach(PaymentMethod method, string customerId, EventCause cause)
    {
        if (method.CustomerId == customerId)
        {
            return method;
        }

        // A payment may have changed the method since the caller looked it up.
        var current = _state.PaymentMethods.Find(method.Id) ?? method;
        var attached = _state.PaymentMethods.Put(current with { CustomerId = customerId });
        _state.Record(EventTypes.PaymentMethodAttached, attached, cause);
        return attached;
    }

    /// <summary>It can't be used again, neither by this customer nor by another.</summary>
    public PaymentMethod Detach(PaymentMethod method, EventCause cause)
    {
        var detached = _state.PaymentMethods.Put(method with { CustomerId = null });
        _state.Record(EventTypes.PaymentMethodDetached, detached, cause, method);
        if (method.CustomerId is { } customerId
            && _state.Customers.Find(customerId) is { } customer
            && customer.DefaultPaymentMethodId == method.Id)
        {
            _state.Customers.Put(customer with { DefaultPaymentMethodId = null });
        }

        return detached;
    }

    /// <summary>A payment that asked for it leaves its method with the customer.</summary>
    private void KeepForLater(PaymentAttempt attempt, EventCause cause)
    {
        if (attempt is { Charge: { Succeeded: true } charge, Intent: { SetupFutureUsage: not null, CustomerId: { } customerId } }
            && _state.PaymentMethods.Find(charge.PaymentMethod.Id) is { CustomerId: null } method)
        {
            Attach(method, customerId, cause);
        }
    }
}
