using System.Diagnostics;
using Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reliability.Storage;

namespace Reliability.Inbox;

/// <summary>Lets messages of one kind take effect once, and those that wait at the same time together.</summary>
/// <remarks>
/// As <see cref="InboxFilter{TMessage}"/> does, with one transaction for many. When one fails for the sake of a single message, each is
/// done alone, so that only this one fails.
/// </remarks>
internal sealed class CombinedInbox<TMessage>
    where TMessage : class
{
    private const int TogetherMax = 256;

    private readonly IServiceScopeFactory scopes;
    private readonly TimeProvider time;
    private readonly ILogger<CombinedInbox<TMessage>> logger;
    private readonly Batcher<Delivery<TMessage>> batcher;

    public CombinedInbox(
        IServiceScopeFactory scopes, TimeProvider time, IOptions<InboxOptions> options, ILogger<CombinedInbox<TMessage>> logger)
    {
        this.scopes = scopes;
        this.time = time;
        this.logger = logger;
        batcher = new Batcher<Delivery<TMessage>>(
            TogetherMax, new BatchPace(TimeSpan.FromMilliseconds(options.Value.GatherMilliseconds)), CommitAsync, MayBeOfOne);
    }

    /// <summary>Returns when the message has taken effect, now or before.</summary>
    public Task TakeAsync(Delivery<TMessage> delivery) => batcher.AddAsync(delivery);

    private bool MayBeOfOne(Exception exception)
    {
        if (TransientStorage.IsTransient(exception))
        {
            return false;
        }
        Log.AppliedAlone(logger, typeof(TMessage).Name, exception.Message);
        return true;
    }

    private async Task CommitAsync(IReadOnlyList<Delivery<TMessage>> together)
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
                var known = await EnterAsync(database, together, cancellationToken);
                // The same message may be here twice, and enters once.
                var fresh = together.DistinctBy(delivery => delivery.MessageId).Where(delivery => !known.Contains(delivery.MessageId)).ToList();
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

    // Returns those that were there before: mostly none. In one order, so that two processes that take the same messages can't wait for each other. And by the indexes from here on: what
    // takes effect is looked up by its ids, and the planner thinks a scan cheaper for so many of them while a table is small.
    private async Task<HashSet<Guid>> EnterAsync(DbContext database, IReadOnlyList<Delivery<TMessage>> together, CancellationToken cancellationToken)
    {
        var ids = together.Select(delivery => delivery.MessageId).Distinct().Order().ToArray();
        var known = await database.Database
            .SqlQuery<Guid>(
                $"""
                SET LOCAL enable_seqscan = off;
                WITH entered AS (
                    INSERT INTO inbox_entries (message_id, consumer, received_at)
                    SELECT id, {together[0].Consumer}, {time.GetUtcNow()} FROM unnest({ids}) AS id ORDER BY id
                    ON CONFLICT DO NOTHING
                    RETURNING message_id)
                SELECT id AS "Value" FROM unnest({ids}) AS id WHERE id NOT IN (SELECT message_id FROM entered)
                """)
            .ToListAsync(cancellationToken);
        return [.. known];
    }
}

/// <summary>A message that came, alone or with others.</summary>
/// <param name="MessageId">By which a repeat is recognised.</param>
/// <param name="Consumer">The queue.</param>
/// <param name="Message">The contract.</param>
/// <param name="Trace">Of whoever published it.</param>
internal sealed record Delivery<TMessage>(Guid MessageId, string Consumer, TMessage Message, ActivityContext Trace);
