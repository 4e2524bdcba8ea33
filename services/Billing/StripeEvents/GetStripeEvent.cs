using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Billing.Persistence;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Billing.StripeEvents;

/// <summary>GET /admin/stripe-events/{id}: one event with its body, which holds personal data; so it is noted who looked.</summary>
internal static class GetStripeEvent
{
    public static void MapGetStripeEvent(this RouteGroupBuilder group) =>
        group.MapGet("/{id}", HandleAsync)
            .WithName(nameof(GetStripeEvent))
            .WithSummary("One archived Stripe event with its body as it was signed.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<StripeEventWithBodyResponse>, ProblemHttpResult>> HandleAsync(
        [StringLength(StripeEvent.IdLengthMax), PlainText] string id,
        ClaimsPrincipal caller,
        BillingDbContext database,
        ILogger<StripeEventWithBodyResponse> logger,
        CancellationToken cancellationToken)
    {
        var found = await database.Set<StripeEvent>().AsNoTracking()
            .SingleOrDefaultAsync(archived => archived.EventId == id, cancellationToken);
        if (found is null)
        {
            return Problems.Of(StatusCodes.Status404NotFound, ErrorCodes.StripeEventNotFound, "There is no such event in the archive.");
        }
        Log.StripeEventRead(logger, id, caller.UserId());
        return TypedResults.Ok(new StripeEventWithBodyResponse(StripeEventResponse.Of(found), found.Body));
    }
}

/// <param name="Event">All but the body.</param>
/// <param name="Body">As it was signed, byte for byte.</param>
internal sealed record StripeEventWithBodyResponse(StripeEventResponse Event, string Body);
