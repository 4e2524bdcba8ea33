using Dev.Components;
using Dev.Workspace;

namespace Dev.Commands;

/// <summary><c>up</c> without --detach, while the system runs: waits for Ctrl-C, and tells when something has ended.</summary>
internal static class Foreground
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns on Ctrl-C, or when another terminal has stopped everything.</summary>
    public static async Task WaitAsync(Workplace workplace, CancellationToken cancellationToken)
    {
        var told = new HashSet<RunningComponent>();
        while (!cancellationToken.IsCancellationRequested)
        {
            var listed = workplace.State.Listed();
            if (listed.Count == 0)
            {
                return;
            }

            foreach (var ended in listed.Where(component => !component.Process.IsAlive && told.Add(component)))
            {
                Output.Bad($"{ReplicaName.Of(ended.Name, ended.Replica)} has ended. ./dev logs {ended.Name} shows why, ./dev start {ended.Name} brings it back");
            }

            await Task.Delay(Interval, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }
}
