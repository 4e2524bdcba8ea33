using Billing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Billing.Purchases;

/// <summary>Reads a user's purchases, the newest first.</summary>
internal sealed class PurchaseList(BillingDbContext database)
{
    public async Task<PurchasesResponse> ReadAsync(string userId, int limit, int offset, CancellationToken cancellationToken)
    {
        var own = database.Set<Purchase>().Where(purchase => purchase.UserId == userId);
        var total = await own.CountAsync(cancellationToken);
        var purchases = await own
            .OrderByDescending(purchase => purchase.CreatedAt)
            .ThenByDescending(purchase => purchase.Id)
            .Skip(offset)
            .Take(limit)
            .Select(PurchaseResponse.Projection)
            .ToListAsync(cancellationToken);
        return new PurchasesResponse(purchases, total, limit, offset);
    }
}
