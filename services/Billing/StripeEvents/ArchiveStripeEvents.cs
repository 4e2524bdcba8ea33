using Billing.Erasure;
using Billing.Persistence;
using Contracts;
using Microsoft.EntityFrameworkCore;
using Reliability.Inbox;

namespace Billing.StripeEvents;

/// <summary>Archives every signed event, whatever it means to us.</summary>
/// <remarks>
/// One row per event id, however often it is delivered. A later delivery changes its outcome for a better one alone, so that of two
/// deliveries in either order the same row is left.
/// </remarks>
internal sealed class ArchiveStripeEvents(BillingDbContext database, EventBodies bodies, TimeProvider time)
    : ICombinedEffect<StripeEventsReceived>
{
    public async Task ApplyAsync(IReadOnlyList<StripeEventsReceived> messages, CancellationToken cancellationToken)
    {
        // One statement can't write a row twice.
        var events = messages
            .SelectMany(message => message.Events)
            .GroupBy(received => received.EventId, StringComparer.Ordinal)
            .Select(deliveries => deliveries.MaxBy(received => Array.IndexOf(EventOutcomes.FromWorstToBest, received.Outcome))!)
            .OrderBy(received => received.EventId, StringComparer.Ordinal)
            .ToList();
        var subjects = Column(events, received => EventSubject.Of(received.Body));
        var keepable = await bodies.KeepableAsync(Column(events, received => received.Body), subjects, cancellationToken);
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO stripe_events AS known
                (event_id, type, api_version, object_id, concerns, is_live, outcome, detail, body, created_at, received_at)
            SELECT received.*, {time.GetUtcNow()}
            FROM unnest({Column(events, received => received.EventId)}, {Column(events, received => received.Type)},
                {Column(events, received => received.ApiVersion)}, {Column(events, received => received.ObjectId)}, {subjects},
                {Column(events, received => received.IsLive)}, {Column(events, received => received.Outcome)},
                {Column(events, received => received.Detail)}, {keepable},
                {Column(events, received => received.OccurredAt)}) AS received
            ON CONFLICT (event_id) DO UPDATE SET outcome = excluded.outcome, detail = excluded.detail
            WHERE array_position({EventOutcomes.FromWorstToBest}, excluded.outcome::text)
                > array_position({EventOutcomes.FromWorstToBest}, known.outcome::text)
            """,
            cancellationToken);
    }

    private static T[] Column<T>(List<StripeEventReceived> events, Func<StripeEventReceived, T> value) => [.. events.Select(value)];
}
