using StripeEmulator.Cli;
using StripeEmulator.Processes;
using StripeEmulator.RequestLogs;
using StripeEmulator.State;
using StripeEmulator.Webhooks;
using StripeEmulator.Webhooks.Rules;

namespace StripeEmulator.Pages.Control;

/// <summary>Everything the page shows, as it was at one moment.</summary>
internal sealed record ControlSnapshot
{
    private const int EventsMax = 20;
    private const int RequestsMax = 30;

    public required IReadOnlyList<(string Name, long Count)> Counts { get; init; }
    public required long Now { get; init; }
    public required long WallSeconds { get; init; }
    public required long OffsetSeconds { get; init; }
    public required long FileOffsetSeconds { get; init; }
    public required IReadOnlyList<WebhookEndpoint> Endpoints { get; init; }
    public required IReadOnlyList<string> Listeners { get; init; }
    public required IReadOnlyList<Event> Events { get; init; }
    public required ILookup<string, DeliveryAttempt> Attempts { get; init; }
    public required int Pending { get; init; }
    public required IReadOnlyList<DeliveryRule> Rules { get; init; }
    public required IReadOnlyList<HeldDelivery> Held { get; init; }
    public required IReadOnlyList<LoggedRequest> Requests { get; init; }

    public static ControlSnapshot Take(IServiceProvider services)
    {
        var state = services.GetRequiredService<StripeState>();
        var clock = services.GetRequiredService<EmulatorClock>();
        lock (state.Gate)
        {
            services.GetRequiredService<Timekeeper>().CatchUp();
            return new ControlSnapshot
            {
                Counts = Count(state),
                Now = state.Now,
                WallSeconds = clock.WallSeconds,
                OffsetSeconds = clock.OffsetSeconds,
                FileOffsetSeconds = clock.FileOffsetSeconds,
                Endpoints = [.. state.Endpoints],
                Listeners =
                [
                    .. services.GetRequiredService<CliSessions>().Listening(CliSession.WebhooksFeature).Select(listener => listener.TargetId),
                ],
                Events = [.. state.Events.OlderThan(null).Take(EventsMax)],
                Attempts = services.GetRequiredService<DeliveryLog>()
                    .Latest(eventId: null, DeliveryLog.AttemptsMax)
                    .Reverse()
                    .ToLookup(attempt => attempt.EventId),
                Pending = services.GetRequiredService<WebhookDispatcher>().Pending,
                Rules = services.GetRequiredService<DeliveryRules>().All(),
                Held = services.GetRequiredService<HeldDeliveries>().All(),
                Requests = services.GetRequiredService<RequestLog>().Latest(RequestsMax),
            };
        }
    }

    private static IReadOnlyList<(string Name, long Count)> Count(StripeState state) =>
    [
        ("Customers", state.Customers.Count),
        ("Payments", state.PaymentIntents.Count),
        ("Refunds", state.Refunds.Count),
        ("Disputes", state.Disputes.Count),
        ("Products", state.Products.Count),
        ("Prices", state.Prices.Count),
        ("Subscriptions", state.Subscriptions.Count),
        ("Invoices", state.Invoices.Count),
        ("Checkout sessions", state.CheckoutSessions.Count),
        ("Events", state.Events.Count),
    ];
}
