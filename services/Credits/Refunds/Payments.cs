using Contracts;
using Credits.Granting;
using Credits.Ledger;
using Credits.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reliability.Storage;

namespace Credits.Refunds;

/// <summary>Grants what was paid and takes back what was returned, whichever is heard of first.</summary>
/// <remarks>
/// The payment's row is locked before the account's, by both: a refund that comes at the same moment as its payment either finds
/// the grant, or leaves its fact for the payment to find.
/// </remarks>
internal sealed class Payments(CreditsDbContext database, UnitOfWork unitOfWork, LedgerWriter ledger, IOptions<CreditsOptions> options)
{
    /// <summary>Grants a payment's credits, unless that was done before, and applies what is already known of its refunds.</summary>
    /// <returns>True when granted now.</returns>
    public Task<bool> GrantAsync(PaymentSucceeded paid, CancellationToken cancellationToken) =>
        unitOfWork.CommitAsync(
            async token =>
            {
                var payment = await LockAsync(paid.PaymentIntentId, token);
                if (payment.UserId is { } known && known != paid.UserId)
                {
                    throw new PaymentMismatchException($"Payment {paid.PaymentIntentId} was granted to another user than {paid.UserId}.");
                }
                payment.UserId = paid.UserId;
                payment.Credits ??= paid.Credits;
                payment.AmountCents ??= paid.AmountCents;
                payment.PurchaseId ??= paid.PurchaseId;
                await database.SaveChangesAsync(token);
                return await ledger.ChangeAsync(payment.UserId, (session, book) => GrantAsync(session, book, payment, token), token);
            },
            cancellationToken);

    /// <summary>Notes a fact, and applies it if the payment is known. A fact that is known already changes nothing.</summary>
    /// <returns>True when it was new.</returns>
    public Task<bool> NoteAsync(PaymentFact fact, CancellationToken cancellationToken) =>
        unitOfWork.CommitAsync(
            async token =>
            {
                var payment = await LockAsync(fact.PaymentIntentId, token);
                if (await database.PaymentFacts.AnyAsync(
                    known => known.PaymentIntentId == fact.PaymentIntentId && known.Kind == fact.Kind && known.Key == fact.Key, token))
                {
                    return false;
                }
                database.PaymentFacts.Add(fact);
                await database.SaveChangesAsync(token);
                if (payment.UserId is not null)
                {
                    await ledger.ChangeAsync(payment.UserId, (session, book) => ApplyAsync(session, book, payment, token), token);
                }
                return true;
            },
            cancellationToken);

    private async Task<bool> GrantAsync(LedgerSession session, AccountBook book, Payment payment, CancellationToken cancellationToken)
    {
        var source = Source(payment);
        var found = await LedgerStore.FindAsync(session.Connection, book, [source], cancellationToken);
        if (found.Count > 0)
        {
            return false;
        }
        var lot = book.Grant(new NewGrant(Bucket.Purchased, TransactionType.Purchase, payment.Credits!.Value, source, "Credit pack")
        {
            PurchaseId = payment.PurchaseId,
            PaymentIntentId = payment.PaymentIntentId,
        });
        ClawingBack.RepayFrom(book, lot);
        await ApplyAsync(session, book, payment, lot, cancellationToken);
        return true;
    }

    private async Task<bool> ApplyAsync(LedgerSession session, AccountBook book, Payment payment, CancellationToken cancellationToken)
    {
        var found = await LedgerStore.FindAsync(session.Connection, book, [Source(payment)], cancellationToken);
        return found.TryGetValue(Source(payment), out var lot) && await ApplyAsync(session, book, payment, lot, cancellationToken);
    }

    private async Task<bool> ApplyAsync(
        LedgerSession session, AccountBook book, Payment payment, Lot lot, CancellationToken cancellationToken)
    {
        var facts = await database.PaymentFacts.AsNoTracking()
            .Where(fact => fact.PaymentIntentId == payment.PaymentIntentId)
            .ToListAsync(cancellationToken);
        if (facts.Count == 0)
        {
            return false;
        }
        var clawback = await ClawbackAsync(session, book, payment, lot, cancellationToken);
        ClawingBack.Settle(book, clawback, Reversal.Of(payment, facts), options.Value.ShortfallPolicy);
        return true;
    }

    private async Task<Clawback> ClawbackAsync(
        LedgerSession session, AccountBook book, Payment payment, Lot lot, CancellationToken cancellationToken)
    {
        var id = payment.PaymentIntentId;
        var clawback = book.ShortClawbacks.Find(known => known.PaymentIntentId == id)
            ?? await database.Clawbacks.AsNoTracking().SingleOrDefaultAsync(known => known.PaymentIntentId == id, cancellationToken);
        if (clawback is null)
        {
            return new Clawback { PaymentIntentId = id, UserId = book.UserId, PurchaseId = payment.PurchaseId, GrantId = lot.Id };
        }
        await LedgerStore.KnowAsync(session.Connection, book, clawback.GrantIds, cancellationToken);
        return clawback;
    }

    /// <summary>The source of the grant that a payment brought.</summary>
    public static string SourceOf(string paymentIntentId) => $"purchase:{paymentIntentId}";

    private static string Source(Payment payment) => SourceOf(payment.PaymentIntentId);

    private async Task<Payment> LockAsync(string paymentIntentId, CancellationToken cancellationToken)
    {
        await database.Database.ExecuteSqlAsync(
            $"INSERT INTO payments (payment_intent_id) VALUES ({paymentIntentId}) ON CONFLICT DO NOTHING", cancellationToken);
        return await database.Payments
            .FromSql($"SELECT * FROM payments WHERE payment_intent_id = {paymentIntentId} FOR UPDATE")
            .SingleAsync(cancellationToken);
    }
}
