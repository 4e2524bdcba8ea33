using StripeEmulator.State;

namespace StripeEmulator.Webhooks;

/// <summary>One event on its way to one endpoint. <paramref name="Epoch"/> tells what was queued before a reset.</summary>
internal sealed record Delivery(Event Event, WebhookEndpoint Endpoint, int Attempt, int Epoch);

/// <summary>One attempt as the control API shows it. Times are wall clock.</summary>
internal sealed record DeliveryAttempt(
    string EventId,
    string EventType,
    string EndpointId,
    Uri Url,
    int Attempt,
    DateTimeOffset StartedAt,
    double DurationMs,
    int? Status,
    string? Problem)
{
    /// <summary>Only 2xx counts; a redirect is a failure.</summary>
    public bool Succeeded => Status is >= 200 and < 300;
}
