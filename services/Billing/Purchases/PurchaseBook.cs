using Billing.Persistence;
using Contracts;
using Microsoft.EntityFrameworkCore;

namespace Billing.Purchases;

/// <summary>Purchases that change by what is heard of them: read under a lock, and their status computed from all that is known.</summary>
/// <remarks>Belongs inside a transaction, such as a consumer's.</remarks>
internal sealed class PurchaseBook(BillingDbContext database, TimeProvider time)
{
    /// <summary>The purchase of a payment that names its user, found as <see cref="PurchaseOfPayment"/> does.</summary>
    public async Task<Purchase?> LockAsync(string userId, Guid? purchaseId, string paymentIntentId, CancellationToken cancellationToken)
    {
        await LockPaymentAsync(paymentIntentId, cancellationToken);
        return await database.Set<Purchase>()
            .FromSql(
                $"""
                SELECT * FROM purchases
                WHERE user_id = {userId}
                    AND (payment_intent_id = {paymentIntentId} OR (payment_intent_id IS NULL AND id = {purchaseId}))
                ORDER BY payment_intent_id NULLS LAST LIMIT 1 FOR UPDATE
                """)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The purchase that a Checkout session is for. An event can overtake the answer that brings us the session's id.</summary>
    public async Task<Purchase?> LockCheckoutAsync(SessionOfPurchase session, CancellationToken cancellationToken)
    {
        if (session.PaymentIntentId is not null)
        {
            await LockPaymentAsync(session.PaymentIntentId, cancellationToken);
        }
        return await database.Set<Purchase>()
            .FromSql(
                $"""
                SELECT * FROM purchases
                WHERE id = {session.PurchaseId} AND user_id = {session.UserId}
                    AND (checkout_session_id = {session.Id} OR checkout_session_id IS NULL)
                FOR UPDATE
                """)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Keeps a fact. One that is known already changes nothing.</summary>
    /// <returns>True when it was new.</returns>
    public async Task<bool> KeepAsync(PaymentFact fact, CancellationToken cancellationToken)
    {
        await LockPaymentAsync(fact.PaymentIntentId, cancellationToken);
        return await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO payment_facts (payment_intent_id, kind, key, amount_cents, previous_amount_cents, occurred_at)
            VALUES ({fact.PaymentIntentId}, {fact.Kind}, {fact.Key}, {fact.AmountCents}, {fact.PreviousAmountCents}, {fact.OccurredAt})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken) == 1;
    }

    /// <summary>The purchase that has this payment.</summary>
    public Task<Purchase?> LockPaidByAsync(string paymentIntentId, CancellationToken cancellationToken) =>
        database.Set<Purchase>()
            .FromSql($"SELECT * FROM purchases WHERE payment_intent_id = {paymentIntentId} FOR UPDATE")
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>Writes a changed purchase with the status that follows from it and from its payment's facts.</summary>
    public async Task SettleAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        var facts = await database.Set<PaymentFact>().AsNoTracking()
            .Where(fact => fact.PaymentIntentId == purchase.PaymentIntentId)
            .ToListAsync(cancellationToken);
        Settle(purchase, Reversal.Of(facts));
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Marks purchases as paid by the payments that name them, as long as nothing else is known of either, in one statement.</summary>
    /// <returns>Those that were marked, by the payments' ids. What became of the others is to be looked at one by one.</returns>
    public async Task<Dictionary<string, PaidPurchase>> MarkPaidAsync(
        IReadOnlyCollection<PaymentSucceeded> payments, CancellationToken cancellationToken)
    {
        await LockPaymentsAsync([.. payments.Select(payment => payment.PaymentIntentId)], cancellationToken);
        // In the order in which the ledger's words lock them too.
        var named = payments.Where(payment => payment.PurchaseId is not null).OrderBy(payment => payment.PurchaseId).ToList();
        return await database.Database
            .SqlQuery<PaidPurchase>(
                $"""
                UPDATE purchases SET payment_intent_id = paid.payment_intent_id, succeeded_at = paid.at, received_cents = paid.cents,
                    status = {PurchaseStatusNames.NameOf(PurchaseStatus.Succeeded)}, updated_at = {time.GetUtcNow()}
                FROM unnest({named.Select(payment => payment.PurchaseId!.Value).ToArray()}, {named.Select(payment => payment.UserId).ToArray()},
                    {named.Select(payment => payment.PaymentIntentId).ToArray()}, {named.Select(payment => payment.AmountCents).ToArray()},
                    {named.Select(payment => payment.OccurredAt).ToArray()}) AS paid (purchase_id, user_id, payment_intent_id, cents, at)
                WHERE purchases.id = paid.purchase_id AND purchases.user_id = paid.user_id AND purchases.succeeded_at IS NULL
                    AND (purchases.payment_intent_id = paid.payment_intent_id
                        OR (purchases.payment_intent_id IS NULL AND NOT EXISTS (
                            SELECT 1 FROM purchases AS known WHERE known.payment_intent_id = paid.payment_intent_id)))
                    AND NOT EXISTS (SELECT 1 FROM payment_facts WHERE payment_facts.payment_intent_id = paid.payment_intent_id)
                RETURNING purchases.id, purchases.payment_intent_id, purchases.amount_cents, purchases.currency
                """)
            .ToDictionaryAsync(purchase => purchase.PaymentIntentId, StringComparer.Ordinal, cancellationToken);
    }

    private void Settle(Purchase purchase, Reversal reversal)
    {
        if (purchase is { SucceededAt: not null, RefundedCents: 0 } && reversal.RefundedCents > 0)
        {
            BillingMetrics.PurchasesRefunded.Add(1);
        }
        purchase.RefundedCents = purchase.SucceededAt is null ? 0 : reversal.RefundedCents;
        purchase.DisputedCents = purchase.SucceededAt is null ? 0 : reversal.DisputedCents;
        purchase.LostCents = purchase.SucceededAt is null ? 0 : reversal.LostCents;
        purchase.Status = purchase.StatusWith(reversal);
        purchase.UpdatedAt = time.GetUtcNow();
    }

    // A fact and the payment it belongs to may come at the same moment, when no row holds the payment's id yet: without this
    // neither would see the other.
    private Task<int> LockPaymentAsync(string paymentIntentId, CancellationToken cancellationToken) =>
        LockPaymentsAsync([paymentIntentId], cancellationToken);

    // In one order, so that two that lock several can't wait for each other.
    private Task<int> LockPaymentsAsync(string[] paymentIntentIds, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync(
            $"""
            SELECT pg_advisory_xact_lock(lock) FROM (
                SELECT DISTINCT hashtextextended(id, 0) AS lock FROM unnest({paymentIntentIds}) AS id ORDER BY lock) AS locks
            """,
            cancellationToken);
}

/// <summary>What a purchase that was paid should have cost.</summary>
internal sealed record PaidPurchase(Guid Id, string PaymentIntentId, long AmountCents, string Currency);
