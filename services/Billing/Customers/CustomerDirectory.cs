using Billing.Erasure;
using Billing.Persistence;
using Billing.StripeApi;
using Microsoft.EntityFrameworkCore;
using Stripe;

namespace Billing.Customers;

/// <summary>Finds or makes the one Stripe customer of a user or an organization. Nobody else makes any.</summary>
/// <remarks>
/// Two first requests of a payer race without a lock, since no transaction may wait for Stripe: both ask under one
/// idempotency key and get one customer, and the table takes the row once.
/// </remarks>
internal sealed class CustomerDirectory(
    BillingDbContext database,
    StripeCaller stripe,
    CustomerEmail email,
    ErasedUsers erased,
    TimeProvider time,
    ILogger<CustomerDirectory> logger)
{
    private const int FirstGeneration = 1;

    /// <returns>Stripe's customer id.</returns>
    /// <exception cref="UserErasedException">The user is or is being erased.</exception>
    public async Task<string> EnsureAsync(Payer payer, CancellationToken cancellationToken)
    {
        await erased.RefuseAsync(payer.UserId, cancellationToken);
        var customerId = await FindAsync(payer, cancellationToken) switch
        {
            null => await RegisterAsync(payer, cancellationToken),
            { DeletedAt: null } known => known.StripeCustomerId,
            var gone => await ReplaceAsync(payer, gone.StripeCustomerId, cancellationToken),
        };
        await email.TellAsync(payer, customerId, cancellationToken);
        return customerId;
    }

    /// <summary>Stripe says that a customer is no more. Nothing is made in its place until the payer asks for something.</summary>
    public Task NoteDeletedAsync(string customerId, DateTimeOffset deletedAt, CancellationToken cancellationToken) =>
        database.Set<Customer>()
            .Where(customer => customer.StripeCustomerId == customerId && customer.DeletedAt == null)
            .ExecuteUpdateAsync(
                update => update.SetProperty(customer => customer.DeletedAt, deletedAt), cancellationToken);

    /// <summary>Another customer in place of one that was deleted at Stripe.</summary>
    public async Task<string> ReplaceAsync(Payer payer, string goneCustomerId, CancellationToken cancellationToken)
    {
        if (await FindAsync(payer, cancellationToken) is not { } gone || gone.StripeCustomerId != goneCustomerId)
        {
            // Another request was faster.
            return await EnsureAsync(payer, cancellationToken);
        }
        await erased.RefuseAsync(payer.UserId, cancellationToken);
        var generation = gone.Generation + 1;
        var created = await CreateAtStripeAsync(payer, generation, cancellationToken);
        await database.Set<Customer>().Of(payer)
            .Where(customer => customer.Generation == gone.Generation)
            .ExecuteUpdateAsync(
                update => update
                    .SetProperty(customer => customer.StripeCustomerId, created)
                    .SetProperty(customer => customer.DeletedAt, (DateTimeOffset?)null)
                    .SetProperty(customer => customer.EmailHash, (byte[]?)null)
                    .SetProperty(customer => customer.Generation, generation),
                cancellationToken);
        Log.CustomerReplaced(logger, payer.Who, goneCustomerId, created);
        await erased.EraseLatecomerAsync(payer, cancellationToken);
        return created;
    }

    private Task<Customer?> FindAsync(Payer payer, CancellationToken cancellationToken) =>
        database.Set<Customer>().AsNoTracking().Of(payer).SingleOrDefaultAsync(cancellationToken);

    private async Task<string> RegisterAsync(Payer payer, CancellationToken cancellationToken)
    {
        var created = await CreateAtStripeAsync(payer, FirstGeneration, cancellationToken);
        // On any conflict: of two rows with one customer, either unique index may be the first to notice.
        var inserted = await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO customers (user_id, organization_id, stripe_customer_id, generation, created_at)
            VALUES ({payer.UserId}, {payer.OrganizationId}, {created}, {FirstGeneration}, {time.GetUtcNow()})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        if (inserted == 1)
        {
            Log.CustomerRegistered(logger, payer.Who, created);
        }
        await erased.EraseLatecomerAsync(payer, cancellationToken);
        // Stripe forgets a key after a day, so a row that was there first may hold another customer than ours: it stands.
        var registered = await FindAsync(payer, cancellationToken);
        return registered?.StripeCustomerId ?? created;
    }

    private async Task<string> CreateAtStripeAsync(Payer payer, int generation, CancellationToken cancellationToken)
    {
        var options = new CustomerCreateOptions { Metadata = new Dictionary<string, string>([payer.Metadata]) };
        var key = $"customer:{payer.Key:N}:{generation}";
        var customer = await stripe.CallAsync(
            (api, token) => api.Customers.CreateAsync(options, StripeCaller.Once(key), token), cancellationToken);
        return customer.Id;
    }
}
