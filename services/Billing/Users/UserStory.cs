using Billing.Customers;
using Billing.Erasure;
using Billing.Organizations;
using Billing.Persistence;
using Billing.Purchases;
using Billing.StripeEvents;
using Billing.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace Billing.Users;

/// <summary>Gathers what the slices know of one user.</summary>
internal sealed class UserStory(
    BillingDbContext database, PurchaseList purchases, OrganizationReader organizations, ErasureRequests erasures, Plan plan)
{
    private const int SubscriptionsMax = 50;
    private const int EventsMax = 50;

    /// <returns>Null when there is nothing.</returns>
    public async Task<UserResponse?> ReadAsync(string userId, CancellationToken cancellationToken)
    {
        var story = new UserResponse(
            userId,
            await CustomerAsync(userId, cancellationToken),
            await erasures.FindAsync(userId, cancellationToken) is { } erasure ? ErasureResponse.Of(erasure) : null,
            await SubscriptionsAsync(userId, cancellationToken),
            await organizations.Of(userId).ToListAsync(cancellationToken),
            await purchases.ReadAsync(userId, Paging.LimitDefault, offset: 0, cancellationToken),
            await EventsAsync(userId, cancellationToken));
        return story is { Customer: null, Erasure: null, Subscriptions: [], Organizations: [], Purchases.Total: 0 } ? null : story;
    }

    private Task<CustomerOfUser?> CustomerAsync(string userId, CancellationToken cancellationToken) => database.Set<Customer>()
        .Where(customer => customer.UserId == userId)
        .Select(customer => new CustomerOfUser(customer.StripeCustomerId, customer.CreatedAt, customer.DeletedAt))
        .SingleOrDefaultAsync(cancellationToken);

    private async Task<List<SubscriptionOfUser>> SubscriptionsAsync(string userId, CancellationToken cancellationToken)
    {
        var found = await database.Set<Subscription>().AsNoTracking()
            .Where(subscription => subscription.UserId == userId)
            .CurrentFirst()
            .Take(SubscriptionsMax)
            .ToListAsync(cancellationToken);
        return [.. found.Select(subscription => new SubscriptionOfUser(
            subscription.SubscriptionId, SubscriptionResponse.Of(subscription, plan), subscription.CreatedAt, subscription.EndedAt))];
    }

    private Task<List<StripeEventResponse>> EventsAsync(string userId, CancellationToken cancellationToken) => database.EventsOf(userId)
        .OrderByDescending(archived => archived.ReceivedAt)
        .ThenByDescending(archived => archived.EventId)
        .Take(EventsMax)
        .Select(StripeEventResponse.Projection)
        .ToListAsync(cancellationToken);
}

internal static class UsersSetup
{
    public static void AddUsers(this IServiceCollection services)
    {
        services.AddScoped<UserSearch>();
        services.AddScoped<UserStory>();
    }
}
