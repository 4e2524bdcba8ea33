using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Billing.Purchases;

/// <summary>POST /admin/purchases/{id}/refund: an operator sends money of a purchase back, with a reason and under their own name.</summary>
/// <remarks>The ledger's refund quote says how much is fair. The purchase and the credits follow when Stripe tells of the refund.</remarks>
internal static class RefundPurchase
{
    public static void MapRefundPurchase(this RouteGroupBuilder purchases) =>
        purchases.MapPost("/{id:guid}/refund", HandleAsync)
            .WithName(nameof(RefundPurchase))
            .WithSummary("Refunds a purchase, all of it or a part. Two requests before Stripe told of the first are one refund.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<Results<Ok<RefundResponse>, ProblemHttpResult>> HandleAsync(
        Guid id,
        RefundRequest request,
        ClaimsPrincipal caller,
        PurchaseRefunds refunds,
        ILogger<RefundResponse> logger,
        CancellationToken cancellationToken)
    {
        if (await refunds.FindAsync(id, cancellationToken) is not { } purchase)
        {
            return GetPurchase.NotFound();
        }
        if (purchase.Status is not (PurchaseStatus.Succeeded or PurchaseStatus.PartiallyRefunded)
            || request.AmountCents > purchase.RefundableCents)
        {
            return Problems.Of(
                StatusCodes.Status409Conflict, ErrorCodes.PurchaseNotRefundable,
                "Only money that was paid, is not disputed and has not gone back yet can be refunded.",
                ("purchaseStatus", PurchaseStatusNames.NameOf(purchase.Status)),
                ("refundableCents", purchase.RefundableCents));
        }
        var refund = await refunds.MakeAsync(purchase, request, caller.UserId(), cancellationToken);
        Log.PurchaseRefundRequested(logger, caller.UserId(), request.AmountCents, purchase.Currency, purchase.Id, refund.Id);
        return TypedResults.Ok(new RefundResponse(refund.Id, refund.Status, refund.Amount, purchase.Currency));
    }
}

/// <summary>Public, because the validation that ASP.NET Core 10 generates passes over internal types in silence.</summary>
/// <param name="AmountCents">The money to send back, in cents.</param>
/// <param name="Reason">For whoever looks at it later; kept at Stripe.</param>
public sealed record RefundRequest(
    [property: Range(1, 99_999_999)] long AmountCents,
    [property: Required, StringLength(RefundRequest.ReasonLengthMax), PlainText] string Reason)
{
    /// <summary>The longest value that Stripe keeps as metadata.</summary>
    public const int ReasonLengthMax = 500;
}

/// <param name="RefundId">Stripe's <c>re_…</c>.</param>
/// <param name="Status">Stripe's word: <c>pending</c>, <c>succeeded</c>, <c>failed</c> …</param>
/// <param name="Amount">In cents.</param>
/// <param name="Currency">ISO 4217 in lower case.</param>
internal sealed record RefundResponse(string RefundId, string Status, long Amount, string Currency);
