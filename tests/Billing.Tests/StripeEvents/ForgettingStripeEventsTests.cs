using Contracts;

namespace Billing.Tests.StripeEvents;

public sealed class ForgettingStripeEventsTests
{
    [Fact]
    public async Task AnEventPastItsTimeGoes_AYoungerOneStays()
    {
        await using var billing = await BillingApplication.StartAsync(
            ("StripeEvents:RetentionDays", "40"), ("StripeEvents:SweepIntervalMilliseconds", "100"));
        await billing.DeliverAsync(Received("evt_old"));
        await billing.DeliverAsync(Received("evt_young"));

        await billing.ExecuteAsync(
            """
            UPDATE stripe_events SET received_at = now() - CASE event_id WHEN 'evt_old' THEN interval '41 days' ELSE interval '39 days' END
            """);

        await Eventually.Async(async () => await billing.CountAsync("SELECT count(*) FROM stripe_events") == 1);
        Assert.Equal(1, await billing.CountAsync("SELECT count(*) FROM stripe_events WHERE event_id = 'evt_young'"));
    }

    private static StripeEventReceived Received(string eventId) => new()
    {
        EventId = eventId,
        Type = "payment_intent.succeeded",
        IsLive = false,
        Outcome = StripeEventOutcome.Translated,
        Body = "{}",
        OccurredAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
    };
}
