using System.Globalization;

namespace StripeEmulator.State;

/// <summary>
/// Business time: the wall clock plus an offset that a file holds, so that a month passes when somebody writes a number, and one
/// that somebody asked for. The two add up.
/// Security times, above all a signature's, must come from <see cref="WallSeconds"/>.
/// </summary>
internal sealed class EmulatorClock(TimeProvider time, EmulatorSettings settings)
{
    public const long OffsetSecondsMax = 100L * 365 * 86_400;

    private static readonly TimeSpan RereadAfter = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private long? _readAt;
    private long _fileOffsetSeconds;
    private long _offsetSeconds;

    public long WallSeconds => time.GetUtcNow().ToUnixTimeSeconds();

    public long BusinessSeconds => WallSeconds + FileOffsetSeconds + OffsetSeconds;

    /// <summary>What was asked for by hand.</summary>
    public long OffsetSeconds
    {
        get => Interlocked.Read(ref _offsetSeconds);
        set => Interlocked.Exchange(ref _offsetSeconds, value);
    }

    /// <summary>What stands in the file.</summary>
    public long FileOffsetSeconds => ReadFile();

    private long ReadFile()
    {
        if (settings.ClockFile is not { } path)
        {
            return 0;
        }

        lock (_gate)
        {
            if (_readAt is null || time.GetElapsedTime(_readAt.Value) >= RereadAfter)
            {
                _fileOffsetSeconds = ReadOffset(path, _fileOffsetSeconds);
                _readAt = time.GetTimestamp();
            }

            return _fileOffsetSeconds;
        }
    }

    /// <summary>A file that is being replaced at this moment keeps the offset that was known.</summary>
    private static long ReadOffset(string path, long known)
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            return text.Length == 0 ? 0
                : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
                    ? Math.Clamp(seconds, -OffsetSecondsMax, OffsetSecondsMax)
                    : known;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return 0;
        }
        catch (IOException)
        {
            return known;
        }
    }
}
