using Microsoft.AspNetCore.Mvc;
using StripeEmulator.Webhooks;

namespace StripeEmulator.Control;

/// <summary>GET /_emulator/deliveries: what was sent to whom and what came back, newest first.</summary>
internal static class ShowDeliveries
{
    private const int LimitDefault = 100;

    public static void MapDeliveries(this RouteGroupBuilder control) => control.MapGet(
        "/deliveries",
        ([FromQuery(Name = "event")] string? eventId, int? limit, DeliveryLog log, WebhookDispatcher dispatcher) => TypedResults.Ok(
            new Deliveries(dispatcher.Pending, log.Latest(eventId, Math.Clamp(limit ?? LimitDefault, 1, DeliveryLog.AttemptsMax)))));

    /// <param name="Pending">Deliveries that wait for their first attempt or their next.</param>
    /// <param name="Attempts">What was tried.</param>
    internal sealed record Deliveries(int Pending, IReadOnlyList<DeliveryAttempt> Attempts);
}
