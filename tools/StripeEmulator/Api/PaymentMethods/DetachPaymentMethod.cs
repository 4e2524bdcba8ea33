using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentMethods;

/// <summary>POST /v1/payment_methods/:id/detach.</summary>
internal static class DetachPaymentMethod
{
    public static void MapDetachPaymentMethod(this StripeRoutes api) =>
        api.Map("POST", "/v1/payment_methods/{id}/detach", ObjectNames.PaymentMethod, call =>
            call.State.PaymentMethods.Find(call.Id) switch
            {
                null => throw StripeError.NotFound(ObjectNames.PaymentMethod, call.Id, "payment_method"),
                { CustomerId: null } => throw StripeError.Invalid(
                    "The payment method you provided is not attached to a customer so detachment is impossible."),
                var method => call.Processes.Wallets.Detach(method, call.Cause),
            });
}
