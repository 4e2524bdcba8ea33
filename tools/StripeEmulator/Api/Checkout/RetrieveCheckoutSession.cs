using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Checkout;

/// <summary>GET /v1/checkout/sessions/:id, and its lines.</summary>
internal static class RetrieveCheckoutSession
{
    public static void MapRetrieveCheckoutSession(this StripeRoutes api)
    {
        api.Map("GET", "/v1/checkout/sessions/{id}", ObjectNames.CheckoutSession, Find);
        api.MapParts("/v1/checkout/sessions/{id}/line_items", ObjectNames.LineItem, call =>
        {
            var session = Find(call);
            return [.. session.Lines.Select(line => CheckoutSessionJson.Line(session, line))];
        });
    }

    public static CheckoutSession Find(ApiCall call) =>
        call.State.CheckoutSessions.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.CheckoutSession, call.Id, "session");
}
