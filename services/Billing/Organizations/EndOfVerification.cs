using Billing.Chores;
using Billing.Customers;
using Billing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Billing.Organizations;

/// <summary>Ends what a closed organization has at Stripe: its subscription and its customer, so that nobody is charged for it any more.</summary>
internal sealed class EndOfVerification(BillingDbContext database, CustomerRemoval removal) : IChoreHandler
{
    public async Task DoAsync(Chore chore, CancellationToken cancellationToken)
    {
        var organizationId = Guid.Parse(chore.Subject);
        var sessionIds = await database.Set<Subscriptions.SubscriptionCheckout>()
            .Where(checkout => checkout.OrganizationId == organizationId && checkout.SessionId != null)
            .Select(checkout => checkout.SessionId!)
            .ToListAsync(cancellationToken);
        await removal.RemoveAsync(Payer.OfOrganization(organizationId), sessionIds, cancellationToken);
    }
}
