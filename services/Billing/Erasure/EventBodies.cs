using Billing.Persistence;
using Billing.StripeEvents;
using Microsoft.EntityFrameworkCore;

namespace Billing.Erasure;

/// <summary>The bodies of archived events, which hold names and addresses: taken out for who is erased, those that come later included.</summary>
internal sealed class EventBodies(BillingDbContext database)
{
    /// <summary>What stands in an erased body's place.</summary>
    public const string Erased = """{"erased": true}""";

    // An erasure is rare and reads the whole archive: nobody waits for it.
    private static readonly TimeSpan EraseTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Takes out every body that names one of these ids of Stripe's.</summary>
    public async Task<int> EraseAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        database.Database.SetCommandTimeout(EraseTimeout);
        return await database.Database.ExecuteSqlAsync(
            $"""
            UPDATE stripe_events SET body = {Erased}
            WHERE EXISTS (SELECT 1 FROM unnest({names.ToArray()}) AS name WHERE position(name IN body) > 0)
            """,
            cancellationToken);
    }

    /// <summary>The bodies as they may be kept. Inside the transaction that keeps them: an erasure waits for that, and finds them.</summary>
    /// <param name="bodies">As they came.</param>
    /// <param name="subjects">Whom each is about; see <see cref="EventSubject"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string[]> KeepableAsync(string[] bodies, string?[] subjects, CancellationToken cancellationToken)
    {
        var named = subjects.OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (named.Length == 0)
        {
            return bodies;
        }
        var locked = await database.Database
            .SqlQuery<LockedCustomer>(
                $"""
                SELECT stripe_customer_id, erased_at IS NOT NULL AS is_erased FROM customers
                WHERE stripe_customer_id = ANY({named}) ORDER BY stripe_customer_id FOR SHARE
                """)
            .ToListAsync(cancellationToken);
        var erased = locked.Where(customer => customer.IsErased).Select(customer => customer.StripeCustomerId).ToHashSet(StringComparer.Ordinal);
        return [.. bodies.Zip(subjects, (body, subject) => subject is not null && erased.Contains(subject) ? Erased : body)];
    }

    private sealed record LockedCustomer(string StripeCustomerId, bool IsErased);
}
