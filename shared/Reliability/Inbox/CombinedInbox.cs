using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reliability.Storage;

namespace Reliability.Inbox;

/// <summary>Lets messages of one kind take effect once, and those that wait at the same time together.</summary>
/// <remarks>
/// As <see cref="InboxFilter{TMessage}"/> does, with one transaction for many. Nobody waits for company: whoever comes while a
/// transaction runs shares the next. When one fails for the sake of a single message, each is done alone, so that only this one fails.
/// </remarks>
internal sealed class CombinedInbox<TMessage>(IServiceScopeFactory scopes, TimeProvider time, ILogger<CombinedInbox<TMessage>> logger)
    where TMessage : class
{
    private const int TogetherMax = 64;

    private readonly ConcurrentQueue<Delivery> waiting = [];
    private int isRunning;

    /// <summary>Returns when the message has taken effect, now or before.</summary>
    public Task TakeAsync(Guid messageId, string consumer, TMessage message, CancellationToken cancellationToken)
    {
        var delivery = new Delivery(messageId, consumer, message, Activity.Current?.Context ?? default);
        waiting.Enqueue(delivery);
        if (Interlocked.Exchange(ref isRunning, 1) == 0)
        {
            _ = Task.Run(RunAsync, CancellationToken.None);
        }
        return delivery.Done.Task.WaitAsync(cancellationToken);
    }

    private async Task RunAsync()
    {
        do
        {
            while (Next() is { Count: > 0 } together)
            {
                await ApplyAsync(together);
            }
            Volatile.Write(ref isRunning, 0);
        }
        while (!waiting.IsEmpty && Interlocked.Exchange(ref isRunning, 1) == 0);
    }

    private List<Delivery> Next()
    {
        var next = new List<Delivery>();
        while (next.Count < TogetherMax && waiting.TryDequeue(out var delivery))
        {
            next.Add(delivery);
        }
        return next;
    }

    private async Task ApplyAsync(List<Delivery> together)
    {
        try
        {
            await CommitAsync(together);
            together.ForEach(delivery => delivery.Done.SetResult());
        }
        catch (Exception exception) when (together.Count == 1 || TransientStorage.IsTransient(exception))
        {
            together.ForEach(delivery => delivery.Done.SetException(exception));
        }
        catch (Exception exception) when (together.Count > 1)
        {
            Log.AppliedAlone(logger, together.Count, typeof(TMessage).Name, exception.Message);
            foreach (var delivery in together)
            {
                await ApplyAsync([delivery]);
            }
        }
    }

    private async Task CommitAsync(List<Delivery> together)
    {
        using var activity = ReliabilityMetrics.Source.StartActivity(
            "inbox", ActivityKind.Internal, together[0].Trace, links: together.Skip(1).Select(delivery => new ActivityLink(delivery.Trace)));
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DbContext>();
        // What fails is rolled back whole.
        database.Database.AutoSavepointsEnabled = false;
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().CommitAsync(
            async cancellationToken =>
            {
                var entered = await EnterAsync(database, together, cancellationToken);
                // The same message may be here twice, and enters once.
                var fresh = together.DistinctBy(delivery => delivery.MessageId).Where(delivery => entered.Contains(delivery.MessageId)).ToList();
                if (fresh.Count < together.Count)
                {
                    ReliabilityMetrics.Duplicates.Add(together.Count - fresh.Count);
                    Log.DuplicatesDropped(logger, together.Count - fresh.Count, typeof(TMessage).Name);
                }
                if (fresh.Count > 0)
                {
                    var effect = scope.ServiceProvider.GetRequiredService<ICombinedEffect<TMessage>>();
                    await effect.ApplyAsync([.. fresh.Select(delivery => delivery.Message)], cancellationToken);
                }
                return true;
            },
            CancellationToken.None);
    }

    // In one order, so that two processes that take the same messages can't wait for each other.
    private async Task<HashSet<Guid>> EnterAsync(DbContext database, List<Delivery> together, CancellationToken cancellationToken)
    {
        var ids = together.Select(delivery => delivery.MessageId).Distinct().Order().ToArray();
        var entered = await database.Database
            .SqlQuery<Guid>(
                $"""
                INSERT INTO inbox_entries (message_id, consumer, received_at)
                SELECT id, {together[0].Consumer}, {time.GetUtcNow()} FROM unnest({ids}) AS id ORDER BY id
                ON CONFLICT DO NOTHING
                RETURNING message_id AS "Value"
                """)
            .ToListAsync(cancellationToken);
        return [.. entered];
    }

    private sealed record Delivery(Guid MessageId, string Consumer, TMessage Message, ActivityContext Trace)
    {
        // Whoever waits goes on by itself and not within this loop.
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
