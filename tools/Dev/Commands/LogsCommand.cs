using Dev.CommandLine;
using Dev.Logs;
using Dev.Workspace;
using LocalServers.Postgres;
using LocalServers.Processes;

namespace Dev.Commands;

/// <summary><c>./dev logs</c>: what all services said, interleaved by time; or one of them.</summary>
internal static class LogsCommand
{
    private const string Follow = "--follow";
    private const int LinesMax = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public static Command Command { get; } = new(
        "logs", $"[SERVICE] [{Follow}]", "Shows the services' logs readably, by time", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        var arguments = Arguments.Parse(given, [Follow], []);
        var workplace = await Workplace.OpenAsync(cancellationToken);
        var name = arguments.Words.Count == 0 ? null : arguments.Word("service");
        if (name is not null)
        {
            new Components.ComponentCatalog(workplace).Find(name);
        }

        Output.LeaveLinesWhole();
        var files = Files(workplace, name).ToDictionary(path => path, Open);
        Show(files.Values, LinesMax);
        while (arguments.Has(Follow) && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, cancellationToken);
            foreach (var appeared in Files(workplace, name).Where(path => !files.ContainsKey(path)))
            {
                files[appeared] = Open(appeared);
            }

            Show(files.Values, int.MaxValue);
        }

        return ExitCodes.Success;
    }

    private static void Show(IEnumerable<LogFile> files, int linesMax)
    {
        // The sort is stable, so lines without a time of their own stay after the line they belong to.
        foreach (var entry in files.SelectMany(file => file.ReadNew()).OrderBy(entry => entry.Time).TakeLast(linesMax))
        {
            LogWriter.Write(entry);
        }
    }

    private static LogFile Open(string path) => new(path, Path.GetFileNameWithoutExtension(path));

    // PostgreSQL and RabbitMQ talk much about themselves, so they are shown only when asked for.
    private static string[] Files(Workplace workplace, string? name)
    {
        var checkout = workplace.Checkout;
        return name switch
        {
            ComponentNames.Postgres => [LocalPostgres.Attach(checkout.Postgres, 0, new ServerProcess(0, 0)).LogFile],
            ComponentNames.RabbitMq => [Path.Combine(checkout.RabbitMq, "rabbitmq.log")],
            _ when !Directory.Exists(checkout.Logs) => [],
            null => Directory.GetFiles(checkout.Logs, "*.log"),
            _ => [.. Directory.GetFiles(checkout.Logs, $"{name}.log"), .. Directory.GetFiles(checkout.Logs, $"{name}-*.log")],
        };
    }
}
