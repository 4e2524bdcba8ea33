namespace Reliability.Outbox;

/// <summary>Wakes the relay after a commit, so that a message need not wait for the next poll.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim signal = new(0, 1);
    private int isSet;

    /// <summary>Something may be waiting. Many calls before the relay wakes count as one.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref isSet, 1) == 0)
        {
            signal.Release();
        }
    }

    /// <summary>Returns when set, or after the time has passed.</summary>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (await signal.WaitAsync(timeout, cancellationToken))
        {
            Volatile.Write(ref isSet, 0);
        }
    }

    public void Dispose() => signal.Dispose();
}
