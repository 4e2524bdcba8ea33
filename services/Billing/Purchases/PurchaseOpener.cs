using Billing.CreditPacks;
using Billing.Customers;
using Billing.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Billing.Purchases;

/// <summary>Writes a purchase before Stripe is asked for anything, or finds the one that a repeated request wrote.</summary>
internal sealed class PurchaseOpener(BillingDbContext database, CustomerDirectory customers, TimeProvider time)
{
    public async Task<Purchase> OpenAsync(Payer buyer, CreditPack pack, Guid? claimId, CancellationToken cancellationToken) =>
        await FindByClaimAsync(claimId, cancellationToken) ?? await InsertAsync(buyer, pack, claimId, cancellationToken);

    private async Task<Purchase?> FindByClaimAsync(Guid? claimId, CancellationToken cancellationToken) =>
        claimId is null
            ? null
            : await database.Set<Purchase>().AsNoTracking()
                .SingleOrDefaultAsync(purchase => purchase.IdempotencyClaimId == claimId, cancellationToken);

    private async Task<Purchase> InsertAsync(Payer buyer, CreditPack pack, Guid? claimId, CancellationToken cancellationToken)
    {
        var customerId = await customers.EnsureAsync(buyer, cancellationToken);
        var now = time.GetUtcNow();
        var purchase = new Purchase
        {
            Id = Guid.CreateVersion7(),
            UserId = buyer.UserId!,
            Package = pack.Id,
            Credits = pack.Credits,
            AmountCents = pack.AmountCents,
            Currency = CreditPack.Currency,
            Status = PurchaseStatus.Pending,
            StripeCustomerId = customerId,
            PaymentAttempt = 1,
            IdempotencyClaimId = claimId,
            CreatedAt = now,
            UpdatedAt = now,
        };
        database.Add(purchase);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (IsClaimTaken(exception))
        {
            // The lease of this request ran out and a repeat took it over: both go on with the repeat's purchase.
            return (await FindByClaimAsync(claimId, cancellationToken))!;
        }
        finally
        {
            database.ChangeTracker.Clear();
        }
        BillingMetrics.PurchasesInitiated.Add(1, new KeyValuePair<string, object?>("package", pack.Id));
        return purchase;
    }

    private static bool IsClaimTaken(DbUpdateException exception) => exception.InnerException
        is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: PurchaseConfiguration.ClaimIndex };
}
