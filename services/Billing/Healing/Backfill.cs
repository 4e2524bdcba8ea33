using Billing.Persistence;
using Billing.StripeApi;
using Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StripeEvent = Billing.StripeEvents.StripeEvent;

namespace Billing.Healing;

/// <summary>What is to be looked at.</summary>
/// <param name="Since">From when on, all.</param>
/// <param name="UndeliveredSince">From when on, what Stripe could not deliver.</param>
/// <param name="Until">Younger events are on their way.</param>
/// <param name="StartedBy">One of <see cref="BackfillStarters"/>.</param>
internal sealed record BackfillOrder(DateTimeOffset Since, DateTimeOffset UndeliveredSince, DateTimeOffset Until, string StartedBy);

/// <summary>Brings in what we missed: events that Stripe lists and the archive does not have go to the ingress, as Stripe would send them.</summary>
/// <remarks>
/// An event that came in after all, or is on its way, may be handed over a second time: it becomes the same messages under the same
/// ids, and changes nothing. What the ingress refused before is handed over again, since a new version of it may understand it.
/// One run at a time: see <see cref="SingleRun"/>.
/// </remarks>
internal sealed class Backfill(
    StripeEventList list, BillingDbContext database, IngressDoor door, TimeProvider time, IOptions<BackfillOptions> options,
    ILogger<Backfill> logger)
{
    private static readonly TimeSpan ArchivePoll = TimeSpan.FromMilliseconds(100);

    // What came in for good. A type that meant nothing when it came may mean something now.
    private static readonly string[] Settled = [StripeEventOutcome.Translated, StripeEventOutcome.NotOurs];

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<string> healed = [];
    private readonly Lock gate = new();

    /// <returns>The counts, and the problem when Stripe or the ingress was away: then what is left waits for the next run.</returns>
    public async Task<BackfillRun> RunAsync(BackfillOrder order, CancellationToken cancellationToken)
    {
        var run = new BackfillRun
        {
            Id = Guid.CreateVersion7(),
            StartedBy = order.StartedBy,
            Since = order.Since,
            StartedAt = time.GetUtcNow(),
        };
        try
        {
            await HealAsync(run, list.ReadAsync(order.UndeliveredSince, undelivered: true, cancellationToken), order.Until, cancellationToken);
            await HealAsync(run, list.ReadAsync(order.Since, undelivered: false, cancellationToken), order.Until, cancellationToken);
            await WaitForArchiveAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is StripeUnavailableException or StripeRefusedException or IngressUnavailableException)
        {
            run.Problem = exception.Message.Length <= BackfillRun.ProblemLengthMax
                ? exception.Message
                : exception.Message[..BackfillRun.ProblemLengthMax];
        }
        run.FinishedAt = time.GetUtcNow();
        database.Add(run);
        await database.SaveChangesAsync(cancellationToken);
        Log.BackfillEnded(logger, run.StartedBy, run.LookedAt, run.Missed, run.Healed, run.Failed, run.Problem ?? "none");
        return run;
    }

    private async Task HealAsync(
        BackfillRun run, IAsyncEnumerable<IReadOnlyList<ListedEvent>> pages, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await foreach (var page in pages)
        {
            var news = page.Where(listed => listed.CreatedAt <= until && seen.Add(listed.Id)).ToList();
            run.LookedAt += news.Count;
            var outcomes = await OutcomesAsync(news.Select(listed => listed.Id), cancellationToken);
            var lost = news.Where(listed => !Settled.Contains(outcomes.GetValueOrDefault(listed.Id))).ToList();
            foreach (var missed in lost.Where(listed => !outcomes.ContainsKey(listed.Id)))
            {
                run.Missed++;
                BillingMetrics.EventsMissed.Add(1);
                Log.EventMissed(logger, missed.Id, missed.Type, missed.CreatedAt);
            }
            await Parallel.ForEachAsync(
                lost,
                new ParallelOptions { MaxDegreeOfParallelism = options.Value.AtOnceMax, CancellationToken = cancellationToken },
                async (listed, token) => Count(run, listed, await door.HandOverAsync(listed.Body, token)));
        }
    }

    private void Count(BackfillRun run, ListedEvent listed, Handover handover)
    {
        lock (gate)
        {
            if (handover.IsAccepted)
            {
                run.Healed++;
                healed.Add(listed.Id);
            }
            else
            {
                run.Failed++;
            }
        }
        if (handover.IsAccepted)
        {
            BillingMetrics.EventsHealed.Add(1);
            Log.EventHealed(logger, listed.Id, listed.Type);
        }
        else
        {
            BillingMetrics.EventsNotHealed.Add(1);
            Log.EventNotHealed(logger, listed.Id, listed.Type, handover.RefusedWith!);
        }
    }

    private Task<Dictionary<string, string>> OutcomesAsync(IEnumerable<string> ids, CancellationToken cancellationToken) =>
        database.Set<StripeEvent>().AsNoTracking()
            .Where(archived => ids.Contains(archived.EventId))
            .ToDictionaryAsync(archived => archived.EventId, archived => archived.Outcome, StringComparer.Ordinal, cancellationToken);

    // They are in the archive's queue for certain; this only keeps the next run from finding them missing.
    private async Task WaitForArchiveAsync(CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        var waiting = healed;
        while (waiting.Count > 0 && TimeProvider.System.GetElapsedTime(since).TotalSeconds < options.Value.ArchiveWaitSeconds)
        {
            var outcomes = await OutcomesAsync(waiting, cancellationToken);
            waiting = [.. waiting.Where(id => !Settled.Contains(outcomes.GetValueOrDefault(id)))];
            if (waiting.Count > 0)
            {
                await Task.Delay(ArchivePoll, cancellationToken);
            }
        }
    }
}
