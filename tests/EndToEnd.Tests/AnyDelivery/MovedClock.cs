using System.Globalization;

namespace EndToEnd.Tests.AnyDelivery;

/// <summary>The one clock of all services and of the local Stripe: the wall's, moved ahead by a file.</summary>
internal sealed class MovedClock : IDisposable
{
    private long offsetSeconds;

    public MovedClock(DateTimeOffset start) => MoveTo(start);

    /// <summary>What <c>Development:ClockFile</c> points to.</summary>
    public string File { get; } = Path.Combine(Path.GetTempPath(), $"playground-credits-clock-{Guid.CreateVersion7():n}");

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow().AddSeconds(offsetSeconds);

    public void MoveTo(DateTimeOffset moment)
    {
        offsetSeconds = (long)Math.Ceiling((moment - TimeProvider.System.GetUtcNow()).TotalSeconds);
        // Replaced at once: whoever read half a number, or nothing, would be in another time.
        var next = File + ".next";
        System.IO.File.WriteAllText(next, offsetSeconds.ToString(CultureInfo.InvariantCulture));
        System.IO.File.Move(next, File, overwrite: true);
    }

    public void Dispose() => System.IO.File.Delete(File);
}
