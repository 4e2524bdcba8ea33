namespace StripeEmulator.Tests.Running;

/// <summary>Waits for what happens by itself, up to a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static async Task<T> FindsAsync<T>(Func<Task<T>> look, Func<T, bool> isFound)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(Interval);
        while (true)
        {
            var seen = await look();
            if (isFound(seen))
            {
                return seen;
            }

            await tick.WaitForNextTickAsync(deadline.Token);
        }
    }
}
