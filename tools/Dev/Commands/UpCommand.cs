using Dev.CommandLine;
using Dev.Components;
using Dev.Workspace;
using LocalServers.Postgres;

namespace Dev.Commands;

/// <summary><c>./dev up</c>: everything installed, built, started and ready.</summary>
internal static class UpCommand
{
    private const string Detach = "--detach";
    private const string Clean = "--clean";

    public static Command Command { get; } = new(
        "up", $"[{Detach}] [{Clean}]", "Starts the whole system and waits until it is ready; Ctrl-C stops it", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        var arguments = Arguments.Parse(given, [Detach, Clean], []);
        arguments.NoWords();
        var workplace = await Workplace.OpenAsync(cancellationToken);
        var system = new WholeSystem(workplace);
        try
        {
            await StartAsync(workplace, system, arguments.Has(Clean), cancellationToken);
        }
        catch (Exception exception) when (!arguments.Has(Detach) || exception is OperationCanceledException)
        {
            // In the foreground all or nothing. In the background what runs stays, to be looked at.
            await StopAsync(workplace, system);
            throw;
        }

        ReadySummary.Write(workplace, arguments.Has(Detach));
        if (!arguments.Has(Detach))
        {
            await Foreground.WaitAsync(workplace, cancellationToken);
            await StopAsync(workplace, system);
        }

        return ExitCodes.Success;
    }

    private static async Task StartAsync(Workplace workplace, WholeSystem system, bool clean, CancellationToken cancellationToken)
    {
        await using var operating = await workplace.OperateAsync(cancellationToken);
        await Steps.ShowAsync(async steps =>
        {
            if (clean)
            {
                await system.StopAsync(steps, cancellationToken);
                DeleteData(workplace.Checkout);
            }

            await system.StartAsync(steps, cancellationToken);
        });
    }

    private static async Task StopAsync(Workplace workplace, WholeSystem system)
    {
        await using var operating = await workplace.OperateAsync(CancellationToken.None);
        await Steps.ShowAsync(steps => system.StopAsync(steps, CancellationToken.None));
    }

    // Ports, passwords and the token key stay: a shell that has read `./dev env` stays right.
    private static void DeleteData(Checkout checkout)
    {
        LocalPostgres.Delete(checkout.Postgres);
        foreach (var directory in new[] { checkout.RabbitMq, checkout.Logs })
        {
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }
        }

        File.Delete(checkout.ClockFile);
    }
}
