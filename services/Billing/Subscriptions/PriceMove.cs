using Billing.Chores;
using Billing.Organizations;
using Billing.Persistence;
using Billing.StripeApi;
using Microsoft.EntityFrameworkCore;
using Stripe;

namespace Billing.Subscriptions;

/// <summary>Lets a subscription renew at the price that its user's membership gives them now.</summary>
/// <remarks>
/// Without proration: the period that has begun stays paid as it was, and no period begins, so nothing is granted. Decided anew at
/// each try, so that a membership that came back in the meantime counts.
/// </remarks>
internal sealed class PriceMove(
    BillingDbContext database, Plan plan, VerifiedOrganizations organizations, SubscriptionMirror mirror, ILogger<PriceMove> logger)
    : IChoreHandler
{
    private const string WithoutProration = "none";

    public async Task DoAsync(Chore chore, CancellationToken cancellationToken)
    {
        var userId = await database.Set<Subscription>()
            .Where(subscription => subscription.SubscriptionId == chore.Subject)
            .Select(subscription => subscription.UserId)
            .SingleAsync(cancellationToken);
        var price = plan.PriceFor(await organizations.FindMembershipAsync(userId, cancellationToken));
        var current = await mirror.RefreshAsync(chore.Subject, cancellationToken);
        if (!SubscriptionStatuses.Begun.Contains(current.Status) || current.Items.Data is not [{ } item] || item.Price.Id == price.PriceId)
        {
            return;
        }
        var change = new SubscriptionUpdateOptions
        {
            Items = [new SubscriptionItemOptions { Id = item.Id, Price = price.PriceId }],
            ProrationBehavior = WithoutProration,
        };
        var once = StripeCaller.Once(chore.Key);
        await mirror.AskAsync((api, token) => api.Subscriptions.UpdateAsync(chore.Subject, change, once, token), cancellationToken);
        Log.PriceMoved(logger, chore.Subject, userId, price.PriceId);
    }
}

internal static class PriceMovesSetup
{
    public static void AddPriceMoves(this IServiceCollection services)
    {
        services.AddScoped<IChoreFinder, PriceReview>();
        services.AddKeyedScoped<IChoreHandler, PriceMove>(ChoreKinds.PriceMove);
    }
}
