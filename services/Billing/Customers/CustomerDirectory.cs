using Billing.Persistence;
using Billing.StripeApi;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Stripe;

namespace Billing.Customers;

/// <summary>Finds or makes the one Stripe customer of a user.</summary>
/// <remarks>
/// Two first requests of a user race without a lock, since no transaction may wait for Stripe: both ask under one
/// idempotency key and get one customer, and the table takes the row once.
/// </remarks>
internal sealed class CustomerDirectory(
    BillingDbContext database, StripeCaller stripe, TimeProvider time, ILogger<CustomerDirectory> logger)
{
    private const int FirstGeneration = 1;

    /// <returns>Stripe's customer id.</returns>
    public async Task<string> EnsureAsync(string userId, CancellationToken cancellationToken) =>
        await FindAsync(userId, cancellationToken) switch
        {
            null => await RegisterAsync(userId, cancellationToken),
            { DeletedAt: null } known => known.StripeCustomerId,
            var gone => await ReplaceAsync(userId, gone.StripeCustomerId, cancellationToken),
        };

    /// <summary>Stripe says that a customer is no more. Nothing is made in its place until the user asks for something.</summary>
    public Task NoteDeletedAsync(string customerId, DateTimeOffset deletedAt, CancellationToken cancellationToken) =>
        database.Set<Customer>()
            .Where(customer => customer.StripeCustomerId == customerId && customer.DeletedAt == null)
            .ExecuteUpdateAsync(
                update => update.SetProperty(customer => customer.DeletedAt, deletedAt), cancellationToken);

    /// <summary>Another customer in place of one that was deleted at Stripe.</summary>
    public async Task<string> ReplaceAsync(string userId, string goneCustomerId, CancellationToken cancellationToken)
    {
        if (await FindAsync(userId, cancellationToken) is not { } gone || gone.StripeCustomerId != goneCustomerId)
        {
            // Another request was faster.
            return await EnsureAsync(userId, cancellationToken);
        }
        var generation = gone.Generation + 1;
        var created = await CreateAtStripeAsync(userId, generation, cancellationToken);
        await database.Set<Customer>()
            .Where(customer => customer.UserId == userId && customer.Generation == gone.Generation)
            .ExecuteUpdateAsync(
                update => update
                    .SetProperty(customer => customer.StripeCustomerId, created)
                    .SetProperty(customer => customer.DeletedAt, (DateTimeOffset?)null)
                    .SetProperty(customer => customer.Generation, generation),
                cancellationToken);
        Log.CustomerReplaced(logger, userId, goneCustomerId, created);
        return created;
    }

    private Task<Customer?> FindAsync(string userId, CancellationToken cancellationToken) =>
        database.Set<Customer>().AsNoTracking().SingleOrDefaultAsync(customer => customer.UserId == userId, cancellationToken);

    private async Task<string> RegisterAsync(string userId, CancellationToken cancellationToken)
    {
        var created = await CreateAtStripeAsync(userId, FirstGeneration, cancellationToken);
        // On any conflict: of two rows with one customer, either unique index may be the first to notice.
        var inserted = await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO customers (user_id, stripe_customer_id, generation, created_at)
            VALUES ({userId}, {created}, {FirstGeneration}, {time.GetUtcNow()})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        if (inserted == 1)
        {
            Log.CustomerRegistered(logger, userId, created);
        }
        // Stripe forgets a key after a day, so a row that was there first may hold another customer than ours: it stands.
        var registered = await FindAsync(userId, cancellationToken);
        return registered?.StripeCustomerId ?? created;
    }

    private async Task<string> CreateAtStripeAsync(string userId, int generation, CancellationToken cancellationToken)
    {
        var options = new CustomerCreateOptions
        {
            Metadata = new Dictionary<string, string> { [StripeMetadata.UserId] = userId },
        };
        // Hashed, because a user id may hold what no HTTP header can carry.
        var key = $"customer:{DeterministicId.From(userId):N}:{generation}";
        var customer = await stripe.CallAsync(
            (api, token) => api.Customers.CreateAsync(options, StripeCaller.Once(key), token), cancellationToken);
        return customer.Id;
    }
}
