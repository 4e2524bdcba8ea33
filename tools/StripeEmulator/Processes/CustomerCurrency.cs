using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>A customer is billed in one currency, which the first thing to be billed decides.</summary>
internal static class CustomerCurrency
{
    public static void Settle(StripeState state, string customerId, string currency, EventCause cause)
    {
        if (state.Customers.Find(customerId) is { Currency: null } customer)
        {
            var billed = state.Customers.Put(customer with { Currency = currency });
            state.Record(EventTypes.CustomerUpdated, billed, cause, customer);
        }
    }
}
