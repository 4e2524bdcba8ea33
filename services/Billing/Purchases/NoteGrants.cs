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
        var grants = messages.Where(grant => grant.Source.StartsWith(PurchaseSource, StringComparison.Ordinal)).ToList();
        if (grants.Count == 0)
        {
            return;
        }
        var noted = await NoteAsync(grants, cancellationToken);
        foreach (var grant in grants.Where(grant => !noted.Contains(grant.GrantId)))
        {
            if (!await database.PurchaseOf(grant.UserId, grant.PurchaseId, PaymentOf(grant)).AnyAsync(cancellationToken))
            {
                Log.GrantWithoutPurchase(logger, grant.GrantId, PaymentOf(grant), grant.UserId);
            }
        }
    }

    // The rule of PurchaseOfPayment, for many. Looked up by either id first, because for one condition with OR all of a user's purchases
    // would be looked through. Locked in the order in which their payments lock them.
    private async Task<HashSet<Guid>> NoteAsync(List<CreditsGranted> grants, CancellationToken cancellationToken)
    {
        var noted = await database.Database
            .SqlQuery<Guid>(
                $"""
                WITH granted AS (
                    SELECT purchase.id, grants.id AS grant_id, grants.credits, grants.at
                    FROM unnest({grants.Select(grant => grant.GrantId).ToArray()}, {grants.Select(grant => grant.UserId).ToArray()},
                        {grants.Select(grant => grant.PurchaseId).ToArray()}, {grants.Select(PaymentOf).ToArray()},
                        {grants.Select(grant => grant.Credits).ToArray()}, {grants.Select(grant => grant.OccurredAt).ToArray()})
                        AS grants (id, user_id, purchase_id, payment_intent_id, credits, at)
                    JOIN LATERAL (
                        SELECT id FROM purchases WHERE payment_intent_id = grants.payment_intent_id
                        UNION SELECT grants.purchase_id) AS meant ON true
                    JOIN purchases AS purchase ON purchase.id = meant.id AND purchase.user_id = grants.user_id
                        AND (purchase.payment_intent_id = grants.payment_intent_id OR purchase.payment_intent_id IS NULL)
                        AND purchase.granted_at IS NULL
                    ORDER BY purchase.id FOR UPDATE OF purchase)
                UPDATE purchases SET granted_credits = granted.credits, granted_at = granted.at, updated_at = {time.GetUtcNow()}
                FROM granted WHERE purchases.id = granted.id
                RETURNING granted.grant_id AS "Value"
                """)
            .ToListAsync(cancellationToken);
        return [.. noted];
    }

    private static string PaymentOf(CreditsGranted grant) => grant.PaymentIntentId ?? grant.Source[PurchaseSource.Length..];
}
