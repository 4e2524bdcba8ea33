using System.ComponentModel.DataAnnotations;
using Contracts;
using Credits.Ledger;
using Credits.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Credits.Refunds;

/// <summary>GET /admin/credits/payments/{paymentIntentId}/refund-quote: what of a purchase is unspent, and the money for it.</summary>
/// <remarks>Only a quote: the refund itself is Billing's, and takes back by the money that Stripe says went back.</remarks>
internal static class QuoteRefund
{
    public static void MapQuoteRefund(this RouteGroupBuilder group) =>
        group.MapGet("/payments/{paymentIntentId}/refund-quote", HandleAsync)
            .WithName(nameof(QuoteRefund))
            .WithSummary("Credits of a purchase that are still unspent, and their money")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<RefundQuoteResponse>, ProblemHttpResult>> HandleAsync(
        [StringLength(Payment.IdLengthMax), PlainText] string paymentIntentId, CreditsDbContext database, CancellationToken cancellationToken)
    {
        var source = Payments.SourceOf(paymentIntentId);
        var quote = await database.Payments.AsNoTracking()
            .Where(payment => payment.PaymentIntentId == paymentIntentId && payment.UserId != null && payment.AmountCents != null)
            .Join(
                database.Grants.Where(grant => grant.Source == source),
                payment => payment.UserId,
                grant => grant.UserId,
                (payment, grant) => new { Payment = payment, Grant = grant })
            .SingleOrDefaultAsync(cancellationToken);
        return quote is null
            ? Problems.Of(StatusCodes.Status404NotFound, ErrorCodes.PaymentUnknown, "No credits were granted for this payment.")
            : TypedResults.Ok(RefundQuoteResponse.Of(quote.Payment, quote.Grant));
    }
}

/// <param name="PaymentIntentId">Stripe's <c>pi_…</c>.</param>
/// <param name="UserId">Whose.</param>
/// <param name="PurchaseId">Billing's purchase, where it started the payment.</param>
/// <param name="Credits">Credits that the payment bought.</param>
/// <param name="UnspentCredits">What is left of them, without what open holds set aside.</param>
/// <param name="AmountCents">The money that was paid.</param>
/// <param name="RefundCents">The unspent credits' share of it, rounded down.</param>
/// <param name="IsFrozen">True while a dispute or a fraud warning freezes them.</param>
internal sealed record RefundQuoteResponse(
    string PaymentIntentId,
    string UserId,
    Guid? PurchaseId,
    long Credits,
    long UnspentCredits,
    long AmountCents,
    long RefundCents,
    bool IsFrozen)
{
    public static RefundQuoteResponse Of(Payment payment, Grant grant)
    {
        var unspent = grant.Remaining - grant.Held;
        var amountCents = payment.AmountCents ?? 0;
        return new RefundQuoteResponse(
            payment.PaymentIntentId,
            grant.UserId,
            payment.PurchaseId,
            grant.Amount,
            unspent,
            amountCents,
            (long)((Int128)amountCents * unspent / grant.Amount),
            grant.IsFrozen);
    }
}
