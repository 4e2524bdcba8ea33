using System.Globalization;
using Dev.CommandLine;
using Dev.Workspace;

namespace Dev.Commands;

/// <summary><c>./dev clock</c>: moves the business clock of the local Stripe and of every service, by a file that all of them read.</summary>
internal static class ClockCommand
{
    public static Command Command { get; } = new(
        "clock", "+31d | +90m | now | reset", "Moves the development clock forward, shows it, or sets it back to the wall's", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        var word = Arguments.Parse(given, [], []).Word("time, now or reset");
        var workplace = await Workplace.OpenAsync(cancellationToken);
        var clock = new DevelopmentClock(workplace.Checkout);
        switch (word)
        {
            case "now":
                break;
            case "reset":
                clock.Reset();
                break;
            default:
                clock.Move(Seconds(word));
                break;
        }

        Show(clock);
        return ExitCodes.Success;
    }

    // Forward only: ledgers, leases and tokens were not made for a clock that runs backwards. `reset` is for fresh data.
    private static long Seconds(string text)
    {
        if (text is ['+', .. var digits, var unit]
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= DevelopmentClock.OffsetSecondsMax)
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

    private static void Show(DevelopmentClock clock)
    {
        var ahead = TimeSpan.FromSeconds(clock.OffsetSeconds);
        Output.Line(FormattableString.Invariant($"{clock.Now:yyyy-MM-dd HH:mm:ss} UTC")
            + (ahead == TimeSpan.Zero
                ? ", the wall's time"
                : FormattableString.Invariant($", {ahead.Days} d {ahead.Hours} h {ahead.Minutes} m {ahead.Seconds} s ahead")));
    }
}
