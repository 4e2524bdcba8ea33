using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentMethods;

/// <summary>Finds a payment method that must be the customer's own.</summary>
internal static class CustomersMethod
{
    public static PaymentMethod Find(StripeState state, string id, string customerId, string parameter) =>
        state.PaymentMethods.Find(id) is not { } method ? throw StripeError.NoSuch(ObjectNames.PaymentMethod, id, parameter)
        : method.CustomerId == customerId ? method
        : throw StripeError.InvalidParameter(
            $"The customer does not have a payment method with the ID {id}. The payment method must be attached to the customer.",
            parameter,
            "resource_missing");
}
