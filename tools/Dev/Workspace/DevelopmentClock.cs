using System.Globalization;
using LocalServers;

namespace Dev.Workspace;

/// <summary>How far the business clock is ahead of the wall's: whole seconds in a file that the local Stripe and the services read.</summary>
internal sealed class DevelopmentClock(Checkout checkout)
{
    public const long OffsetSecondsMax = 100L * 366 * 86_400;

    public long OffsetSeconds =>
        File.Exists(checkout.ClockFile)
        && long.TryParse(File.ReadAllText(checkout.ClockFile).Trim(), CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : 0;

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow().AddSeconds(OffsetSeconds);

    public void Move(long seconds)
    {
        var offset = OffsetSeconds + seconds;
        if (offset > OffsetSecondsMax)
        {
            throw new DevException("That is more than a hundred years ahead.");
        }

        PrivateFiles.Write(checkout.ClockFile, offset.ToString(CultureInfo.InvariantCulture));
    }

    public void Reset() => File.Delete(checkout.ClockFile);
}
