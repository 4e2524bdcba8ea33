using System.Diagnostics;
using Spectre.Console;

namespace Dev;

/// <summary>Work in steps, some side by side: a line when one is done, and on a terminal a spinner that names what runs.</summary>
internal sealed class Steps
{
    private readonly Lock _lock = new();
    private readonly List<string> _running = [];
    private StatusContext? _spinner;

    public static async Task ShowAsync(Func<Steps, Task> work)
    {
        var steps = new Steps();
        if (!Output.IsTerminal)
        {
            await work(steps);
            return;
        }

        await AnsiConsole.Status().Spinner(Spinner.Known.Dots).StartAsync("starting", async spinner =>
        {
            steps._spinner = spinner;
            await work(steps);
        });
    }

    public async Task RunAsync(string name, string done, Func<Task> work)
    {
        var since = Stopwatch.GetTimestamp();
        await WatchAsync(name, async () =>
        {
            await work();
            return 0;
        });
        lock (_lock)
        {
            Output.Good(FormattableString.Invariant($"{name} {done} ({Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s)"));
        }
    }

    /// <summary>Names the work while it runs, and leaves it to the caller to tell what came of it.</summary>
    public async Task<T> WatchAsync<T>(string name, Func<Task<T>> work)
    {
        Change(() => _running.Add(name));
        try
        {
            return await work();
        }
        finally
        {
            Change(() => _running.Remove(name));
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            if (_spinner is { } spinner && _running.Count > 0)
            {
                spinner.Status = Markup.Escape(string.Join(", ", _running));
            }
        }
    }
}
