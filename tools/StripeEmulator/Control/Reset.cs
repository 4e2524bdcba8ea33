using StripeEmulator.Api.Requests;
using StripeEmulator.RequestLogs;
using StripeEmulator.State;
using StripeEmulator.Webhooks;
using StripeEmulator.Webhooks.Rules;

namespace StripeEmulator.Control;

/// <summary>POST /_emulator/reset: an empty account, or what its seed holds, no faults, no rules, nothing waiting to be delivered, the clock where it began.</summary>
internal static class Reset
{
    public static void MapReset(this RouteGroupBuilder control) => control.MapPost(
        "/reset",
        (
            StripeState state,
            EmulatorClock clock,
            IdempotencyStore idempotency,
            FaultPlan faults,
            DeliveryRules rules,
            WebhookDispatcher dispatcher,
            DeliveryLog deliveries,
            RequestLog requests,
            StateFile file) =>
        {
            rules.Clear();
            dispatcher.Forget();
            state.Clear();
            clock.OffsetSeconds = 0;
            idempotency.Clear();
            faults.Clear();
            deliveries.Clear();
            requests.Clear();
            file.Sow();
            return TypedResults.NoContent();
        });
}
