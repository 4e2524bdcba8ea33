using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Checkout;

/// <summary>POST /v1/checkout/sessions/:id/expire, while it is open.</summary>
internal static class ExpireCheckoutSession
{
    public static void MapExpireCheckoutSession(this StripeRoutes api) =>
        api.Map("POST", "/v1/checkout/sessions/{id}/expire", ObjectNames.CheckoutSession, call =>
            RetrieveCheckoutSession.Find(call) is { Status: CheckoutStatus.Open } session
                ? call.Processes.Checkout.Expire(session, call.Cause)
                : throw StripeError.Invalid("Only Checkout Sessions with a status in [\"open\"] can be expired."));
}
