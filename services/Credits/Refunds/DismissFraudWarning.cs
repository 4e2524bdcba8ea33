using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts;
using Credits.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Credits.Refunds;

/// <summary>POST /admin/credits/fraud-warnings/{paymentIntentId}/dismiss: an operator has looked into a payment and trusts it.</summary>
/// <remarks>
/// Each warning heard of so far is answered by a fact of its own, so a second dismissal changes nothing and a later warning freezes
/// anew. An open dispute keeps the purchase frozen all the same.
/// </remarks>
internal static class DismissFraudWarning
{
    public static void MapDismissFraudWarning(this RouteGroupBuilder group) =>
        group.MapPost("/fraud-warnings/{paymentIntentId}/dismiss", HandleAsync)
            .WithName(nameof(DismissFraudWarning))
            .WithSummary("Ends the freeze that a payment's early fraud warnings brought")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<DismissalResponse>, ProblemHttpResult>> HandleAsync(
        [StringLength(Payment.IdLengthMax), PlainText] string paymentIntentId, ClaimsPrincipal caller, CreditsDbContext database,
        Payments payments, TimeProvider time, ILogger<DismissalResponse> logger, CancellationToken cancellationToken)
    {
        var warnings = await database.PaymentFacts.AsNoTracking()
            .Where(fact => fact.PaymentIntentId == paymentIntentId && fact.Kind == PaymentFactKind.FraudWarning)
            .Select(fact => fact.Key)
            .ToListAsync(cancellationToken);
        if (warnings.Count == 0)
        {
            return Problems.Of(
                StatusCodes.Status404NotFound, ErrorCodes.PaymentUnknown, "No early fraud warning was heard of for this payment.");
        }
        foreach (var warning in warnings)
        {
            if (await payments.NoteAsync(Dismissal(paymentIntentId, warning, time.GetUtcNow()), cancellationToken))
            {
                Log.FraudWarningDismissed(logger, caller.UserId(), warning, paymentIntentId);
            }
        }
        return TypedResults.Ok(new DismissalResponse(paymentIntentId, warnings));
    }

    private static PaymentFact Dismissal(string paymentIntentId, string warningId, DateTimeOffset now) => new()
    {
        PaymentIntentId = paymentIntentId,
        Kind = PaymentFactKind.FraudWarningDismissed,
        Key = warningId,
        OccurredAt = now,
    };
}

/// <param name="WarningIds">Stripe's ids of the warnings that are dismissed.</param>
internal sealed record DismissalResponse(string PaymentIntentId, IReadOnlyList<string> WarningIds);
