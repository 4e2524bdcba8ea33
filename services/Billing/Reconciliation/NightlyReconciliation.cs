using Billing.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Reliability.Storage;

namespace Billing.Reconciliation;

/// <summary>Compares money and credits once a day, and says in metric and log what differs.</summary>
internal sealed class NightlyReconciliation(
    IServiceScopeFactory scopes, NpgsqlDataSource dataSource, SingleRun single, TimeProvider time,
    IOptions<ReconciliationOptions> options, ILogger<NightlyReconciliation> logger) : BackgroundService
{
    // The report has them all; a log full of them helps nobody.
    private const int LoggedMax = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.CheckIntervalMilliseconds));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunWhenDueAsync(stoppingToken);
            }
            catch (Exception exception) when (TransientStorage.IsTransient(exception))
            {
                Log.ReconciliationWaits(logger, exception.GetBaseException().Message);
            }
        }
    }

    private async Task RunWhenDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now.Hour < options.Value.HourUtc)
        {
            return;
        }
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<BillingDbContext>();
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        if (await IsDoneAsync(database, day, cancellationToken))
        {
            return;
        }
        await using var held = await single.TryTakeAsync(SingleRun.Reconciliation, cancellationToken);
        if (held is null || await IsDoneAsync(database, day, cancellationToken))
        {
            return;
        }
        database.Add(await CompareAsync(day, now, cancellationToken));
        await database.SaveChangesAsync(cancellationToken);
    }

    private static Task<bool> IsDoneAsync(BillingDbContext database, DateOnly day, CancellationToken cancellationToken) =>
        database.Set<ReconciliationRun>().AnyAsync(run => run.Day == day, cancellationToken);

    private async Task<ReconciliationRun> CompareAsync(DateOnly day, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var totals = await PurchaseReconciliation.SumAsync(dataSource, now, options.Value.GraceSeconds, cancellationToken);
        var differences = 0L;
        await foreach (var difference in PurchaseReconciliation.FindDifferencesAsync(
            dataSource, now, options.Value.GraceSeconds, cancellationToken))
        {
            if (++differences <= LoggedMax)
            {
                Log.PurchaseDiffers(logger, difference.ToString());
            }
        }
        var purchases = totals.Sum(total => total.Purchases);
        BillingMetrics.PurchasesThatDiffer.Record(differences);
        Log.Reconciled(logger, purchases, differences);
        return new ReconciliationRun { Day = day, RanAt = now, Purchases = purchases, Differences = differences };
    }
}
