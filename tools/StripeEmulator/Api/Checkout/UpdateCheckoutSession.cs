using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Checkout;

/// <summary>POST /v1/checkout/sessions/:id: metadata. What else can change belongs to Checkout inside other pages.</summary>
internal static class UpdateCheckoutSession
{
    public static void MapUpdateCheckoutSession(this StripeRoutes api) =>
        api.Map("POST", "/v1/checkout/sessions/{id}", ObjectNames.CheckoutSession, Read, (call, metadata) =>
        {
            var session = RetrieveCheckoutSession.Find(call);
            return call.State.CheckoutSessions.Put(session with { Metadata = metadata.ApplyWithinLimit(session.Metadata) });
        });

    private static MetadataChange Read(Parameters parameters)
    {
        parameters.RefuseUncovered("Checkout inside other pages", "collected_information", "line_items", "payment_intent_data", "shipping_options");
        return parameters.Metadata();
    }
}
