using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Billing.Persistence;
using Billing.StripeEvents;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Billing.Healing;

/// <summary>POST /admin/stripe-events/{id}/replay: sends an archived event in again, as it was signed.</summary>
/// <remarks>It becomes the same messages under the same ids, so what has taken effect is not done twice.</remarks>
internal static class ReplayStripeEvent
{
    public static void MapReplayStripeEvent(this RouteGroupBuilder events) =>
        events.MapPost("/{id}/replay", HandleAsync)
            .WithName(nameof(ReplayStripeEvent))
            .WithSummary("Sends an archived event in again. What it did already is not done twice.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<ReplayedEventResponse>, ProblemHttpResult>> HandleAsync(
        [StringLength(StripeEvent.IdLengthMax), PlainText] string id,
        ClaimsPrincipal caller,
        BillingDbContext database,
        IngressDoor door,
        ILogger<ReplayedEventResponse> logger,
        CancellationToken cancellationToken)
    {
        var body = await database.Set<StripeEvent>()
            .Where(archived => archived.EventId == id)
            .Select(archived => archived.Body)
            .SingleOrDefaultAsync(cancellationToken);
        if (body is null)
        {
            return Problems.Of(StatusCodes.Status404NotFound, ErrorCodes.StripeEventNotFound, "There is no such event in the archive.");
        }
        var handover = await door.HandOverAsync(body, cancellationToken);
        Log.EventReplayed(logger, id, caller.UserId(), handover.RefusedWith ?? ReplayedEventResponse.Accepted);
        return handover.IsAccepted
            ? TypedResults.Ok(new ReplayedEventResponse(id, ReplayedEventResponse.Accepted))
            : Problems.Of(
                StatusCodes.Status422UnprocessableEntity, ErrorCodes.StripeEventRefused, "The webhook ingress refused the event.",
                ("refusedWith", handover.RefusedWith));
    }
}

/// <param name="Id">Stripe's <c>evt_…</c>.</param>
/// <param name="Outcome"><c>accepted</c>, or the code with which the ingress refused it.</param>
internal sealed record ReplayedEventResponse(string Id, string Outcome)
{
    public const string Accepted = "accepted";
}
