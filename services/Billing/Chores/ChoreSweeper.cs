using Billing.StripeApi;
using Microsoft.Extensions.Options;
using Reliability.Storage;

namespace Billing.Chores;

/// <summary>Does one kind of chore.</summary>
internal interface IChoreHandler
{
    /// <summary>May be called again after any of its steps: each finds what an earlier try has done.</summary>
    Task DoAsync(Chore chore, CancellationToken cancellationToken);
}

/// <summary>Finds chores that nobody added, by what is and what should be.</summary>
internal interface IChoreFinder
{
    Task FindAsync(CancellationToken cancellationToken);
}

/// <summary>Looks for chores and does them, as long as the process lives.</summary>
internal sealed class ChoreSweeper(IServiceScopeFactory scopes, IOptions<ChoreOptions> options, ILogger<ChoreSweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // By the wall clock, which always runs; what is due is judged by the service's own.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.IntervalMilliseconds));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (TransientStorage.IsTransient(exception))
            {
                Log.ChoresWait(logger, exception.GetBaseException().Message);
            }
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var finder in scope.ServiceProvider.GetServices<IChoreFinder>())
        {
            await finder.FindAsync(cancellationToken);
        }
        foreach (var chore in await scope.ServiceProvider.GetRequiredService<ChoreList>().TakeAsync(cancellationToken))
        {
            await TryAsync(chore, cancellationToken);
        }
    }

    private async Task TryAsync(Chore chore, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredKeyedService<IChoreHandler>(chore.Kind).DoAsync(chore, cancellationToken);
            await scope.ServiceProvider.GetRequiredService<ChoreList>().DoneAsync(chore, cancellationToken);
        }
        catch (StripeUnavailableException away)
        {
            Log.ChoreWaits(logger, chore.Kind, chore.Subject, chore.Attempts, away.Message);
        }
        catch (StripeRefusedException refused)
        {
            Log.ChoreRefused(logger, chore.Kind, chore.Subject, chore.Attempts, refused.Message);
        }
    }
}
