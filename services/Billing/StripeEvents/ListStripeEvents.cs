using System.ComponentModel.DataAnnotations;
using Billing.Persistence;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Billing.StripeEvents;

/// <summary>GET /admin/stripe-events: what Stripe said, the last received first, without the bodies.</summary>
internal static class ListStripeEvents
{
    private const int LimitMax = 100;
    private const int LimitDefault = 50;

    public static void MapListStripeEvents(this RouteGroupBuilder group) =>
        group.MapGet("", HandleAsync)
            .WithName(nameof(ListStripeEvents))
            .WithSummary("The archived Stripe events, the last received first; all, or what concerns one user.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Ok<StripeEventsResponse>> HandleAsync(
        BillingDbContext database,
        CancellationToken cancellationToken,
        [FromQuery, StringLength(StripeEvent.TypeLengthMax), PlainText] string? type = null,
        [FromQuery, AllowedValues(
            null, StripeEventOutcome.Translated, StripeEventOutcome.NotOurs, StripeEventOutcome.Unhandled, StripeEventOutcome.Malformed)]
        string? outcome = null,
        [FromQuery, StringLength(CurrentUser.UserIdLengthMax), PlainText] string? userId = null,
        [FromQuery, StringLength(StripeEvent.IdLengthMax), PlainText] string? cursor = null,
        [Range(1, LimitMax)] int limit = LimitDefault)
    {
        var archive = database.Set<StripeEvent>().AsNoTracking();
        // The cursor is the last event that was shown, and new events don't shift what comes after it.
        var rows = await (userId is null ? archive : database.EventsOf(userId))
            .Where(archived => type == null || archived.Type == type)
            .Where(archived => outcome == null || archived.Outcome == outcome)
            .Where(archived => cursor == null || archive.Any(last => last.EventId == cursor && EF.Functions.LessThan(
                ValueTuple.Create(archived.ReceivedAt, archived.EventId), ValueTuple.Create(last.ReceivedAt, last.EventId))))
            .OrderByDescending(archived => archived.ReceivedAt)
            .ThenByDescending(archived => archived.EventId)
            .Take(limit + 1)
            .Select(StripeEventResponse.Projection)
            .ToListAsync(cancellationToken);
        var shown = rows.Take(limit).ToList();
        return TypedResults.Ok(new StripeEventsResponse(shown, rows.Count > limit ? shown[^1].Id : null));
    }
}

/// <param name="Events">The last received first.</param>
/// <param name="NextCursor">Where the next part starts; null at the end.</param>
internal sealed record StripeEventsResponse(IReadOnlyList<StripeEventResponse> Events, string? NextCursor);
