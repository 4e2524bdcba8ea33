using System.Globalization;
using Dev.CommandLine;
using Dev.Workspace;
using LocalServers;

namespace Dev.Commands;

/// <summary><c>./dev clock</c>: moves the business clock of the local Stripe and of every service, by a file that all of them read.</summary>
internal static class ClockCommand
{
    private const long OffsetSecondsMax = 100L * 366 * 86_400;

    public static Command Command { get; } = new(
        "clock", "+31d | +90m | now | reset", "Moves the development clock forward, shows it, or sets it back to the wall's", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        var word = Arguments.Parse(given, [], []).Word("time, now or reset");
        var workplace = await Workplace.OpenAsync(cancellationToken);
        var file = workplace.Checkout.ClockFile;
        switch (word)
        {
            case "now":
                break;
            case "reset":
                File.Delete(file);
                break;
            default:
                Move(file, Seconds(word));
                break;
        }

        Show(Offset(file));
        return ExitCodes.Success;
    }

    private static void Move(string file, long seconds)
    {
        var offset = Offset(file) + seconds;
        if (offset > OffsetSecondsMax)
        {
            throw new DevException("That is more than a hundred years ahead.");
        }

        PrivateFiles.Write(file, offset.ToString(CultureInfo.InvariantCulture));
    }

    // Forward only: ledgers, leases and tokens were not made for a clock that runs backwards. `reset` is for fresh data.
    private static long Seconds(string text)
    {
        if (text is ['+', .. var digits, var unit]
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= OffsetSecondsMax)
        {
            switch (unit)
            {
                case 's': return count;
                case 'm': return count * 60;
                case 'h': return count * 3_600;
                case 'd': return count * 86_400;
            }
        }

        throw new UsageException($"Not a time: {text}. Write +31d, +12h, +90m or +30s.");
    }

    private static long Offset(string file) =>
        File.Exists(file) && long.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;

    private static void Show(long offsetSeconds)
    {
        var now = TimeProvider.System.GetUtcNow().AddSeconds(offsetSeconds);
        var ahead = TimeSpan.FromSeconds(offsetSeconds);
        Output.Line(FormattableString.Invariant($"{now:yyyy-MM-dd HH:mm:ss} UTC")
            + (offsetSeconds == 0 ? ", the wall's time" : FormattableString.Invariant($", {ahead.Days} d {ahead.Hours} h {ahead.Minutes} m {ahead.Seconds} s ahead")));
    }
}
