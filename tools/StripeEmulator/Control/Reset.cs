using StripeEmulator.Api.Requests;
using StripeEmulator.State;
using StripeEmulator.Webhooks;

namespace StripeEmulator.Control;

/// <summary>POST /_emulator/reset: an empty account, no faults, nothing waiting to be delivered.</summary>
internal static class Reset
{
    public static void MapReset(this RouteGroupBuilder control) => control.MapPost(
        "/reset",
        (StripeState state, IdempotencyStore idempotency, FaultPlan faults, WebhookDispatcher dispatcher, DeliveryLog log) =>
        {
            dispatcher.Forget();
            state.Clear();
            idempotency.Clear();
            faults.Clear();
            log.Clear();
            return TypedResults.NoContent();
        });
}
