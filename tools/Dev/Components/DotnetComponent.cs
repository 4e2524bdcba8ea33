using System.Diagnostics;
using Dev.Building;
using Dev.Workspace;
using LocalServers.Processes;

namespace Dev.Components;

/// <summary>One of our own programs, run from a copy of its build.</summary>
internal sealed class DotnetComponent(Workplace workplace, DotnetProgram program) : IComponent
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public string Name => program.Name;

    private BuiltProgram Built => BuiltProgram.Of(workplace.Checkout, program.Project);

    public string Fingerprint(int replica)
    {
        // Without what is only taken out of the caller's environment: that is not always there.
        var settings = DotnetEnvironment.For(workplace, Name, replica).Where(setting => setting.Value is not null).Select(setting => $"{setting.Key}={setting.Value}");
        return $"{Built.Fingerprint()} {BuiltProgram.Hash(string.Join('\n', settings))}";
    }

    public async Task StartAsync(int replica, CancellationToken cancellationToken)
    {
        if (!Built.Exists)
        {
            throw new DevException($"{program.Project} is not built.");
        }

        PortCheck.Require(workplace.Settings.Port(Name, replica), Name);
        var fingerprint = Fingerprint(replica);
        var process = Launch(replica, fingerprint);
        await workplace.State.AddAsync(new RunningComponent(Name, replica, process, fingerprint), cancellationToken);
        await WaitUntilReadyAsync(replica, process, cancellationToken);
    }

    public async Task StopAsync(RunningComponent running, CancellationToken cancellationToken)
    {
        await running.Process.StopAsync(Signal.Terminate, StopLimit, cancellationToken);
        await workplace.State.RemoveAsync(running, cancellationToken);
    }

    public Task KillAsync(RunningComponent running, CancellationToken cancellationToken) => running.Process.KillAsync(cancellationToken);

    private ServerProcess Launch(int replica, string fingerprint)
    {
        var copy = Built.CopyTo(Path.Combine(workplace.Checkout.Programs, program.Project, fingerprint.Split(' ')[0]));
        RemoveOldCopies(copy.Directory);
        Directory.CreateDirectory(workplace.Checkout.Logs);
        return ServerLauncher.Start(new ServerStart
        {
            Program = "dotnet",
            Arguments = [copy.File],
            Environment = DotnetEnvironment.For(workplace, Name, replica),
            // Where appsettings.json lies.
            WorkingDirectory = program.ProjectDirectory(workplace.Checkout),
            LogFile = LogFile(replica),
        });
    }

    private string LogFile(int replica) => Path.Combine(
        workplace.Checkout.Logs, replica == 1 ? $"{Name}.log" : FormattableString.Invariant($"{Name}-{replica}.log"));

    // A replica that still runs an older build keeps its copy: programs load parts of themselves late.
    private void RemoveOldCopies(string current)
    {
        var used = workplace.State.Alive(Name).Select(running => running.Fingerprint.Split(' ')[0]).ToHashSet();
        foreach (var directory in Directory.GetDirectories(Path.GetDirectoryName(current)!))
        {
            if (directory != current && !used.Contains(Path.GetFileName(directory)))
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private async Task WaitUntilReadyAsync(int replica, ServerProcess process, CancellationToken cancellationToken)
    {
        var address = new Uri(workplace.Settings.Url(Name, replica) + program.ReadyPath);
        var since = Stopwatch.GetTimestamp();
        var answer = "nothing";
        while (true)
        {
            if (!process.IsAlive)
            {
                throw new DevException($"{Name} ended while starting. {LastWords.Of(LogFile(replica))}");
            }

            answer = await AskAsync(address, answer, cancellationToken);
            if (answer.Length == 0)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(since) > ReadyLimit)
            {
                throw new DevException(
                    $"{Name} runs but is not ready after {ReadyLimit.TotalSeconds:0} s: {address} says {answer}. {LastWords.Of(LogFile(replica))}");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    /// <returns>Empty when ready, else what it says.</returns>
    private static async Task<string> AskAsync(Uri address, string before, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Http.GetAsync(address, cancellationToken);
            return response.IsSuccessStatusCode ? "" : $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}";
        }
        catch (HttpRequestException)
        {
            return before;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "nothing in time";
        }
    }
}
