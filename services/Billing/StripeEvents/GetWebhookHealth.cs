using System.ComponentModel.DataAnnotations;
using Billing.Healing;
using Billing.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Billing.StripeEvents;

/// <summary>GET /admin/webhook-health: whether Stripe's events come in, how late, what became of them, and what had to be fetched.</summary>
/// <remarks>The backlog stands with the queues of each service. A webhook without a valid signature is in the ingress's metric alone.</remarks>
internal static class GetWebhookHealth
{
    private const int HoursDefault = 24;
    private const int HoursMax = 24 * 90;
    private const int RunsShown = 10;

    public static void MapGetWebhookHealth(this RouteGroupBuilder health) =>
        health.MapGet("", HandleAsync)
            .WithName(nameof(GetWebhookHealth))
            .WithSummary("The events of the last hours by type and outcome, their lag, the last one received, and the last backfills.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Ok<WebhookHealthResponse>> HandleAsync(
        BillingDbContext database,
        TimeProvider time,
        CancellationToken cancellationToken,
        [FromQuery, Range(1, HoursMax)] int hours = HoursDefault)
    {
        var since = time.GetUtcNow().AddHours(-hours);
        return TypedResults.Ok(new WebhookHealthResponse(
            since,
            await database.Set<StripeEvent>().MaxAsync(archived => (DateTimeOffset?)archived.ReceivedAt, cancellationToken),
            await CountAsync(database, since, cancellationToken),
            await MeasureAsync(database, since, cancellationToken),
            await RunsAsync(database, cancellationToken)));
    }

    private static Task<List<ReceivedEvents>> CountAsync(
        BillingDbContext database, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.Set<StripeEvent>()
            .Where(archived => archived.ReceivedAt >= since)
            .GroupBy(archived => new { archived.Type, archived.Outcome })
            .OrderBy(group => group.Key.Type)
            .ThenBy(group => group.Key.Outcome)
            .Select(group => new ReceivedEvents(
                group.Key.Type, group.Key.Outcome, group.LongCount(), group.Max(archived => archived.ReceivedAt)))
            .ToListAsync(cancellationToken);

    private static Task<DeliveryLag> MeasureAsync(BillingDbContext database, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.Database.SqlQuery<DeliveryLag>(
            $"""
            SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY lag) AS median_seconds,
                percentile_disc(0.95) WITHIN GROUP (ORDER BY lag) AS slow_seconds, max(lag) AS max_seconds
            FROM (SELECT greatest(0, extract(epoch FROM received_at - created_at))::float8 AS lag
                FROM stripe_events WHERE received_at >= {since}) AS lags
            """)
            .SingleAsync(cancellationToken);

    private static Task<List<BackfillRunResponse>> RunsAsync(BillingDbContext database, CancellationToken cancellationToken) =>
        database.Set<BackfillRun>()
            .OrderByDescending(run => run.StartedAt)
            .Take(RunsShown)
            .Select(run => new BackfillRunResponse(
                run.StartedBy, run.Since, run.StartedAt, run.FinishedAt, run.LookedAt, run.Missed, run.Healed, run.Failed, run.Problem))
            .ToListAsync(cancellationToken);
}

/// <param name="Since">From when on the events are counted.</param>
/// <param name="LastReceivedAt">When an event last came in, whenever that was; null for never.</param>
/// <param name="Events">How many of each type and outcome.</param>
/// <param name="Lag">From Stripe's event to our archive. Replays and backfills count as late as they were.</param>
/// <param name="Backfills">The last looks through Stripe's list, the latest first.</param>
internal sealed record WebhookHealthResponse(
    DateTimeOffset Since,
    DateTimeOffset? LastReceivedAt,
    IReadOnlyList<ReceivedEvents> Events,
    DeliveryLag Lag,
    IReadOnlyList<BackfillRunResponse> Backfills);

/// <param name="Type">Stripe's event type.</param>
/// <param name="Outcome">What became of them.</param>
/// <param name="Count">How many.</param>
/// <param name="LastReceivedAt">The last of them.</param>
internal sealed record ReceivedEvents(string Type, string Outcome, long Count, DateTimeOffset LastReceivedAt);

/// <param name="MedianSeconds">Half of them were faster; null without any.</param>
/// <param name="SlowSeconds">One in twenty was slower.</param>
/// <param name="MaxSeconds">The slowest.</param>
internal sealed record DeliveryLag(double? MedianSeconds, double? SlowSeconds, double? MaxSeconds);

/// <param name="StartedBy"><c>schedule</c> or <c>operator</c>.</param>
/// <param name="Since">From when on everything was looked at.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="LookedAt">Events that Stripe listed.</param>
/// <param name="Missed">Those that the archive did not have.</param>
/// <param name="Healed">Those that the ingress took.</param>
/// <param name="Failed">Those that it refused.</param>
/// <param name="Problem">Why it ended early; null when it came to its end.</param>
internal sealed record BackfillRunResponse(
    string StartedBy,
    DateTimeOffset Since,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    int LookedAt,
    int Missed,
    int Healed,
    int Failed,
    string? Problem);
