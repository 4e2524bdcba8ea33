using Billing.Persistence;
using Contracts;
using Microsoft.EntityFrameworkCore;
using Reliability.Inbox;

namespace Billing.Purchases;

/// <summary>Notes on purchases what the ledger granted for them: the other side of the money, for buyers and for reconciliation.</summary>
/// <remarks>The ledger grants a payment once, so the first word is the only one. Grants of other kinds are none of ours.</remarks>
internal sealed class NoteGrants(BillingDbContext database, TimeProvider time, ILogger<NoteGrants> logger) : ICombinedEffect<CreditsGranted>
{
    private const string PurchaseSource = "purchase:";

    public async Task ApplyAsync(IReadOnlyList<CreditsGranted> messages, CancellationToken cancellationToken)
    {
        // In the order in which their payments lock them.
        var grants = messages
            .Where(grant => grant.Source.StartsWith(PurchaseSource, StringComparison.Ordinal))
            .OrderBy(grant => grant.PurchaseId)
            .ToList();
        if (grants.Count == 0)
        {
            return;
        }
        if (grants.Exists(grant => grant.PurchaseId is null))
        {
            await LockAsync(grants, cancellationToken);
        }
        var noted = await NoteByPurchaseAsync(grants, cancellationToken);
        foreach (var grant in grants.Where(grant => !noted.Contains(grant.GrantId)))
        {
            await NoteByPaymentAsync(grant, cancellationToken);
        }
    }

    // All that may be written, by whichever way, in the one order: so neither can wait for the other. Where each names its purchase, the
    // statement that notes them goes through them in that order by itself, and looking for them twice costs a third of that again.
    private Task<int> LockAsync(List<CreditsGranted> grants, CancellationToken cancellationToken) => database.Database.ExecuteSqlAsync(
        $"""
        SELECT FROM purchases
        WHERE payment_intent_id = ANY({grants.Select(PaymentOf).ToArray()})
            OR id = ANY({grants.Select(grant => grant.PurchaseId).OfType<Guid>().ToArray()})
        ORDER BY id FOR UPDATE
        """,
        cancellationToken);

    // Nearly all name the purchase that has their payment, or will have it.
    private async Task<HashSet<Guid>> NoteByPurchaseAsync(List<CreditsGranted> grants, CancellationToken cancellationToken)
    {
        var noted = await database.Database
            .SqlQuery<Guid>(
                $"""
                UPDATE purchases SET granted_credits = granted.credits, granted_at = granted.at, updated_at = {time.GetUtcNow()}
                FROM unnest({grants.Select(grant => grant.GrantId).ToArray()}, {grants.Select(grant => grant.UserId).ToArray()},
                    {grants.Select(grant => grant.PurchaseId).ToArray()}, {grants.Select(PaymentOf).ToArray()},
                    {grants.Select(grant => grant.Credits).ToArray()}, {grants.Select(grant => grant.OccurredAt).ToArray()})
                    AS granted (id, user_id, purchase_id, payment_intent_id, credits, at)
                WHERE purchases.id = granted.purchase_id AND purchases.user_id = granted.user_id
                    AND purchases.granted_at IS NULL AND (purchases.payment_intent_id = granted.payment_intent_id
                        OR (purchases.payment_intent_id IS NULL AND NOT EXISTS (
                            SELECT 1 FROM purchases AS known WHERE known.payment_intent_id = granted.payment_intent_id)))
                RETURNING granted.id AS "Value"
                """)
            .ToListAsync(cancellationToken);
        return [.. noted];
    }

    // Those that name no purchase, or another than the one that has their payment.
    private async Task NoteByPaymentAsync(CreditsGranted grant, CancellationToken cancellationToken)
    {
        var paymentIntentId = PaymentOf(grant);
        var noted = await database.Set<Purchase>()
            .Where(purchase => purchase.UserId == grant.UserId && purchase.PaymentIntentId == paymentIntentId && purchase.GrantedAt == null)
            .ExecuteUpdateAsync(
                update => update
                    .SetProperty(purchase => purchase.GrantedCredits, grant.Credits)
                    .SetProperty(purchase => purchase.GrantedAt, grant.OccurredAt)
                    .SetProperty(purchase => purchase.UpdatedAt, time.GetUtcNow()),
                cancellationToken);
        if (noted == 0 && !await database.PurchaseOf(grant.UserId, grant.PurchaseId, paymentIntentId).AnyAsync(cancellationToken))
        {
            Log.GrantWithoutPurchase(logger, grant.GrantId, paymentIntentId, grant.UserId);
        }
    }

    private static string PaymentOf(CreditsGranted grant) => grant.PaymentIntentId ?? grant.Source[PurchaseSource.Length..];
}
