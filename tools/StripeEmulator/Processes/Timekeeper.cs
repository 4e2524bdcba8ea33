using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>
/// Lets happen what is due, in order, each thing at its own moment: after the clock was moved by a quarter, three renewals
/// follow one another with the dates they would have had. Runs by itself, and before every request, so that a caller who
/// moved the clock never sees yesterday.
/// </summary>
internal sealed class Timekeeper(StripeState state, TestClocks testClocks, TimeProvider time, ILogger<Timekeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>Callers hold the gate. What does not fit into one go is done in the next.</summary>
    public void CatchUp()
    {
        for (var done = 0; done < StateLimits.StepsAtOnceMax; done++)
        {
            if (state.TakeDue() is not { } due)
            {
                testClocks.Arrive();
                return;
            }

            LetHappen(due);
        }
    }

    private void LetHappen(Reminder due)
    {
        using var moment = state.Time.At(due);
        try
        {
            state.Schedule.Handle(due);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // One customer's renewal must not keep the others from theirs.
            logger.ScheduledWorkFailed(failure);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            lock (state.Gate)
            {
                CatchUp();
            }
        }
    }
}
