using StripeEmulator.Webhooks;

namespace StripeEmulator.Control;

/// <summary>POST /_emulator/deliveries/give-up: what waits for another attempt gets none, as after Stripe's last retry.</summary>
internal static class GiveUpDeliveries
{
    public static void MapGiveUpDeliveries(this RouteGroupBuilder control) => control.MapPost(
        "/deliveries/give-up",
        (WebhookDispatcher dispatcher) =>
        {
            dispatcher.Forget();
            return TypedResults.NoContent();
        });
}
