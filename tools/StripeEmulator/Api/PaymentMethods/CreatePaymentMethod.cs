using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentMethods;

/// <summary>POST /v1/payment_methods, as a page does it before confirming.</summary>
internal static class CreatePaymentMethod
{
    public static void MapCreatePaymentMethod(this StripeRoutes api) => api.Map(
        "POST",
        "/v1/payment_methods",
        ObjectNames.PaymentMethod,
        CardParameters.Read,
        (call, card) => card.Create(call.State),
        allowsPublishableKey: true);
}
