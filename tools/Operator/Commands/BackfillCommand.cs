using Billing.Healing;
using Microsoft.Extensions.Options;

namespace Operator.Commands;

/// <summary>Brings in the Stripe events that were missed.</summary>
internal static class BackfillCommand
{
    private const string SinceOption = "--since";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var since = new CommandOptions(arguments, SinceOption).Duration(SinceOption);
        if (since is not { } lookBack || lookBack > BackfillByHand.ReachMax)
        {
            throw new UsageException($"{SinceOption} takes how far back to look, for example 6h; Stripe keeps events for 30d.");
        }
        try
        {
            return Tell(await BackfillByHand.RunAsync(lookBack, cancellationToken));
        }
        catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
        {
            throw new UsageException(exception.Message);
        }
    }

    private static int Tell(BackfillReport report)
    {
        Console.WriteLine(
            $"{report.LookedAt} events looked at, {report.Missed} missed, {report.Healed} healed, {report.Failed} failed.");
        if (report.Problem is not null)
        {
            Console.WriteLine($"Not finished: {report.Problem}. Run it again: what is healed already is not done twice.");
        }
        return report.Problem is null && report.Failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
