using Microsoft.Extensions.Options;

namespace Credits.Streaming;

/// <summary>Keeps long answers from taking all connections: what people wait for comes first.</summary>
internal sealed class StreamingSlots(IOptions<StreamingOptions> options) : IDisposable
{
    private readonly SemaphoreSlim free = new(options.Value.AtOnceMax);

    public TimeSpan TimeMax { get; } = TimeSpan.FromSeconds(options.Value.SecondsMax);

    /// <summary>False when all are taken. Whoever took one gives it back.</summary>
    public bool TryTake() => free.Wait(0);

    public void GiveBack() => free.Release();

    public void Dispose() => free.Dispose();
}
