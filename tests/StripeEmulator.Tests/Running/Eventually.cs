namespace StripeEmulator.Tests.Running;

/// <summary>Waits for what happens by itself, up to a deadline.</summary>
public static class Eventually
{
    /// <summary>Of no cost where all goes well, and enough where the machine has much else to do.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

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

            if (deadline.IsCancellationRequested)
            {
                Assert.Fail($"Waited in vain for {Patience}. What was there at last: {seen}");
            }

            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
