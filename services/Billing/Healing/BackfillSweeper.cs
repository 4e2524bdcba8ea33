using Billing.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reliability.Storage;

namespace Billing.Healing;

/// <summary>Looks for missed events by itself, on one replica at a time.</summary>
/// <remarks>
/// What Stripe could not deliver is looked at as far back as Stripe keeps it. Besides, everything since the last time that this came to
/// its end: should messages be lost behind the ingress, Stripe counts them as delivered.
/// </remarks>
internal sealed class BackfillSweeper(
    IServiceScopeFactory scopes, SingleRun single, TimeProvider time, IOptions<BackfillOptions> options,
    ILogger<BackfillSweeper> logger) : BackgroundService
{
    // Stripe lists an event a moment after its time; and what was too young last time is looked at now.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.IntervalSeconds == 0)
        {
            return;
        }
        var wait = options.Value.StartDelaySeconds;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(wait), stoppingToken);
            wait = await SweepAsync(stoppingToken) ? options.Value.IntervalSeconds : options.Value.RetrySeconds;
        }
    }

    /// <returns>False when it is worth trying again soon.</returns>
    private async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var held = await single.TryTakeAsync(SingleRun.Backfill, cancellationToken);
            if (held is null)
            {
                return true;
            }
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<BillingDbContext>();
            var last = await LastAsync(database, cancellationToken);
            var now = time.GetUtcNow();
            // Another replica was here.
            if (last > now.AddSeconds(-options.Value.IntervalSeconds / 2.0))
            {
                return true;
            }
            var run = await scope.ServiceProvider.GetRequiredService<Backfill>().RunAsync(Order(now, last), cancellationToken);
            await database.Set<BackfillRun>()
                .Where(old => old.StartedAt < now.AddDays(-StripeEventList.DaysKept))
                .ExecuteDeleteAsync(cancellationToken);
            return run.Problem is null;
        }
        catch (Exception exception) when (TransientStorage.IsTransient(exception))
        {
            Log.SweeperWaits(logger, exception.GetBaseException().Message);
            return false;
        }
    }

    private static async Task<DateTimeOffset?> LastAsync(BillingDbContext database, CancellationToken cancellationToken) =>
        await database.Set<BackfillRun>()
            .Where(run => run.StartedBy == BackfillStarters.Schedule && run.Problem == null)
            .MaxAsync(run => (DateTimeOffset?)run.StartedAt, cancellationToken);

    private BackfillOrder Order(DateTimeOffset now, DateTimeOffset? last)
    {
        var lookBack = now.AddHours(-options.Value.LookBackHours);
        var unseen = (last ?? now) - Overlap;
        return new BackfillOrder(
            Since: unseen < lookBack ? unseen : lookBack,
            UndeliveredSince: now.AddDays(-options.Value.UndeliveredDays),
            Until: now.AddSeconds(-options.Value.SettleSeconds),
            BackfillStarters.Schedule);
    }
}
