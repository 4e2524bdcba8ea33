using Billing.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Billing.Chores;

/// <summary>What is still to be done at Stripe.</summary>
internal sealed class ChoreList(BillingDbContext database, TimeProvider time, IOptions<ChoreOptions> options)
{
    private const int BatchSize = 20;
    private const int DoublingsMax = 6;

    /// <summary>Adds a chore in the caller's transaction. One that is there, even half done, begins anew.</summary>
    public Task AddAsync(string kind, string subject, CancellationToken cancellationToken) => AddAsync(kind, [subject], cancellationToken);

    public async Task AddAsync(string kind, IReadOnlyCollection<string> subjects, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var subject in subjects)
        {
            // Under a new id: whoever is at the old one does not take the new one off the list.
            await database.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO chores (id, kind, subject, attempts, next_at, created_at)
                VALUES ({Guid.CreateVersion7()}, {kind}, {subject}, 0, {now}, {now})
                ON CONFLICT (kind, subject) DO UPDATE SET id = excluded.id, attempts = 0, next_at = excluded.next_at
                """,
                cancellationToken);
        }
    }

    /// <summary>Takes those whose time has come. Replicas pass over what another takes, and each try is farther off than the last.</summary>
    public Task<List<Chore>> TakeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pause = TimeSpan.FromSeconds(options.Value.RetrySeconds);
        return database.Set<Chore>().FromSql(
            $"""
            UPDATE chores SET attempts = attempts + 1, next_at = {now} + {pause} * power(2, least(attempts, {DoublingsMax}))
            WHERE id IN (SELECT id FROM chores WHERE next_at <= {now} ORDER BY next_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
            RETURNING *
            """)
            .AsNoTracking().ToListAsync(cancellationToken);
    }

    public Task DoneAsync(Chore chore, CancellationToken cancellationToken) =>
        database.Set<Chore>().Where(row => row.Id == chore.Id).ExecuteDeleteAsync(cancellationToken);
}
