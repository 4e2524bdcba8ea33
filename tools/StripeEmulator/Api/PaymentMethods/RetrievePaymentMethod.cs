using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentMethods;

/// <summary>GET /v1/payment_methods/:id.</summary>
internal static class RetrievePaymentMethod
{
    public static void MapRetrievePaymentMethod(this StripeRoutes api) =>
        api.Map("GET", "/v1/payment_methods/{id}", ObjectNames.PaymentMethod, call =>
            call.State.PaymentMethods.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.PaymentMethod, call.Id, "payment_method"));
}
