using Billing.Erasure;
using Billing.Persistence;
using Contracts;
using MassTransit;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Reliability.Inbox;

namespace Billing.StripeEvents;

/// <summary>Archives every signed event, whatever it means to us.</summary>
/// <remarks>
/// One row per event id, however often it is delivered. A later delivery changes its outcome for a better one alone, so that of two
/// deliveries in either order the same row is left.
/// </remarks>
internal sealed class StripeEventReceivedConsumer(BillingDbContext database, EventBodies bodies, TimeProvider time) : IConsumer<StripeEventReceived>
{
    public async Task Consume(ConsumeContext<StripeEventReceived> context)
    {
        var received = context.Message;
        var body = await bodies.KeepableAsync(received.Body, context.CancellationToken);
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO stripe_events AS known
                (event_id, type, api_version, object_id, is_live, outcome, detail, body, created_at, received_at)
            VALUES ({received.EventId}, {received.Type}, {received.ApiVersion}, {received.ObjectId}, {received.IsLive},
                {received.Outcome}, {received.Detail}, {body}, {received.OccurredAt}, {time.GetUtcNow()})
            ON CONFLICT (event_id) DO UPDATE SET outcome = excluded.outcome, detail = excluded.detail
            WHERE array_position({EventOutcomes.FromWorstToBest}, excluded.outcome::text)
                > array_position({EventOutcomes.FromWorstToBest}, known.outcome::text)
            """,
            context.CancellationToken);
    }
}

internal sealed class StripeEventReceivedConsumerDefinition()
    : AtLeastOnceDefinition<StripeEventReceivedConsumer, StripeEventReceived>(
        MessageRoutes.BillingStripeEventReceived, received => received.EventId);
