using Microsoft.EntityFrameworkCore;
using Reliability.Outbox;

namespace Reliability.Storage;

/// <summary>One database transaction around an effect and the messages that tell of it.</summary>
public sealed class UnitOfWork(DbContext database, OutboxSignal outbox)
{
    /// <summary>Runs the work and commits it whole, or nothing of it. Inside another unit it joins that one's transaction.</summary>
    public async Task<T> CommitAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (database.Database.CurrentTransaction is not null)
        {
            return await work(cancellationToken);
        }
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var result = await work(cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Set();
        return result;
    }
}
