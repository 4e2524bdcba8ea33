using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Billing.Persistence;
using Billing.StripeEvents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Billing.Healing;

/// <summary>POST /admin/stripe-events/replay: sends the archived events of a time span in again, a part at a time.</summary>
internal static class ReplayStripeEvents
{
    // As many as fit well into the time that the Gateway waits for an answer.
    private const int PartSize = 100;

    public static void MapReplayStripeEvents(this RouteGroupBuilder events) =>
        events.MapPost("/replay", HandleAsync)
            .WithName(nameof(ReplayStripeEvents))
            .WithSummary("Sends the archived events of a time span in again, the first received first. Repeat it with nextCursor until that is null.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Ok<ReplayResponse>> HandleAsync(
        ReplayRequest request,
        ClaimsPrincipal caller,
        BillingDbContext database,
        IngressDoor door,
        IOptions<BackfillOptions> options,
        ILogger<ReplayResponse> logger,
        CancellationToken cancellationToken)
    {
        var part = await ReadAsync(database, request, cancellationToken);
        var replayed = new ReplayedEventResponse[Math.Min(part.Count, PartSize)];
        await Parallel.ForAsync(
            0,
            replayed.Length,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.AtOnceMax, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                var handover = await door.HandOverAsync(part[index].Body, token);
                replayed[index] = new(part[index].EventId, handover.RefusedWith ?? ReplayedEventResponse.Accepted);
                Log.EventReplayed(logger, replayed[index].Id, caller.UserId(), replayed[index].Outcome);
            });
        return TypedResults.Ok(new ReplayResponse(
            replayed.Count(replay => replay.Outcome == ReplayedEventResponse.Accepted),
            [.. replayed.Where(replay => replay.Outcome != ReplayedEventResponse.Accepted)],
            part.Count > PartSize ? replayed[^1].Id : null));
    }

    private static Task<List<StripeEvent>> ReadAsync(BillingDbContext database, ReplayRequest request, CancellationToken cancellationToken)
    {
        var archive = database.Set<StripeEvent>().AsNoTracking();
        var (from, to) = (request.From.ToUniversalTime(), request.To.ToUniversalTime());
        return archive
            .Where(archived => archived.ReceivedAt >= from && archived.ReceivedAt < to)
            .Where(archived => request.Type == null || archived.Type == request.Type)
            .Where(archived => request.Cursor == null || archive.Any(last => last.EventId == request.Cursor && EF.Functions.GreaterThan(
                ValueTuple.Create(archived.ReceivedAt, archived.EventId), ValueTuple.Create(last.ReceivedAt, last.EventId))))
            .OrderBy(archived => archived.ReceivedAt)
            .ThenBy(archived => archived.EventId)
            .Take(PartSize + 1)
            .ToListAsync(cancellationToken);
    }
}

/// <summary>Public, because the validation that ASP.NET Core 10 generates passes over internal types in silence.</summary>
/// <param name="From">Events that were first received at this time or later.</param>
/// <param name="To">And before this one.</param>
/// <param name="Type">Of this Stripe type alone; null for all.</param>
/// <param name="Cursor">The last answer's <c>nextCursor</c>; null at the beginning.</param>
public sealed record ReplayRequest(
    [property: Required] DateTimeOffset From,
    [property: Required] DateTimeOffset To,
    [property: StringLength(255), PlainText] string? Type = null,
    [property: StringLength(255), PlainText] string? Cursor = null);

/// <param name="Accepted">Events that the ingress took.</param>
/// <param name="Refused">Those that it did not, and with which code.</param>
/// <param name="NextCursor">Where the next part starts; null at the end.</param>
internal sealed record ReplayResponse(int Accepted, IReadOnlyList<ReplayedEventResponse> Refused, string? NextCursor);
