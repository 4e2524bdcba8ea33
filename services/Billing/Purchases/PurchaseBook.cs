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

    /// <summary>All purchases that these payments may be for (see <see cref="PurchasesOfPayments"/>), to be written by <see cref="SettlePaidAsync"/>.</summary>
    public async Task<List<Purchase>> LockAllAsync(IReadOnlyCollection<PaymentSucceeded> payments, CancellationToken cancellationToken)
    {
        var paymentIntentIds = payments.Select(payment => payment.PaymentIntentId).ToArray();
        await LockPaymentsAsync(paymentIntentIds, cancellationToken);
        return await database.Set<Purchase>()
            .FromSql(
                $"""
                SELECT * FROM purchases
                WHERE payment_intent_id = ANY({paymentIntentIds})
                    OR id = ANY({payments.Select(payment => payment.PurchaseId).OfType<Guid>().ToArray()})
                ORDER BY id FOR UPDATE
                """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
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
        await ApplyFactsAsync([purchase], cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The same for purchases that were paid and nothing else, of which there may be many.</summary>
    public async Task SettlePaidAsync(IReadOnlyCollection<Purchase> purchases, CancellationToken cancellationToken)
    {
        if (purchases.Count == 0)
        {
            return;
        }
        await ApplyFactsAsync(purchases, cancellationToken);
        await database.Database.ExecuteSqlAsync(
            $"""
            UPDATE purchases SET payment_intent_id = paid.payment_intent_id, succeeded_at = paid.succeeded_at,
                received_cents = paid.received_cents, refunded_cents = paid.refunded_cents, disputed_cents = paid.disputed_cents,
                lost_cents = paid.lost_cents, status = paid.status, updated_at = paid.updated_at
            FROM unnest({Column(purchases, purchase => purchase.Id)}, {Column(purchases, purchase => purchase.PaymentIntentId)},
                {Column(purchases, purchase => purchase.SucceededAt)}, {Column(purchases, purchase => purchase.ReceivedCents)},
                {Column(purchases, purchase => purchase.RefundedCents)}, {Column(purchases, purchase => purchase.DisputedCents)},
                {Column(purchases, purchase => purchase.LostCents)},
                {Column(purchases, purchase => PurchaseStatusNames.NameOf(purchase.Status))},
                {Column(purchases, purchase => purchase.UpdatedAt)})
                AS paid (id, payment_intent_id, succeeded_at, received_cents, refunded_cents, disputed_cents, lost_cents, status, updated_at)
            WHERE purchases.id = paid.id
            """,
            cancellationToken);
    }

    private async Task ApplyFactsAsync(IReadOnlyCollection<Purchase> purchases, CancellationToken cancellationToken)
    {
        var paymentIntentIds = purchases.Select(purchase => purchase.PaymentIntentId).ToArray();
        var facts = await database.Set<PaymentFact>().AsNoTracking()
            .Where(fact => paymentIntentIds.Contains(fact.PaymentIntentId))
            .ToListAsync(cancellationToken);
        var known = facts.ToLookup(fact => fact.PaymentIntentId, StringComparer.Ordinal);
        foreach (var purchase in purchases)
        {
            Settle(purchase, Reversal.Of([.. known[purchase.PaymentIntentId ?? ""]]));
        }
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

    private static T[] Column<T>(IReadOnlyCollection<Purchase> purchases, Func<Purchase, T> value) => [.. purchases.Select(value)];

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
