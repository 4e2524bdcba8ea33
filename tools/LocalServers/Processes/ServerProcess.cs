namespace LocalServers.Processes;

/// <summary>One process, told from a later one that got the same id by the moment it started.</summary>
/// <param name="Id">The process id.</param>
/// <param name="StartTicks">Clock ticks since boot at its start, as in /proc/[id]/stat.</param>
public sealed record ServerProcess(int Id, long StartTicks)
{
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(60);

    /// <summary>Null when there is no process with this id.</summary>
    public static ServerProcess? Find(int id) => ProcFiles.Stat(id) is { } stat ? new ServerProcess(id, stat.StartTicks) : null;

    /// <summary>A zombie is dead: it only waits for its parent to ask how it ended.</summary>
    public bool IsAlive => ProcFiles.Stat(Id) is { State: not ('Z' or 'X') } stat && stat.StartTicks == StartTicks;

    /// <returns>False when the process was gone already.</returns>
    public bool Send(Signal signal) => IsAlive && NativeMethods.Kill(Id, (int)signal) == 0;

    public Task KillAsync(CancellationToken cancellationToken) => StopAsync(Signal.Kill, KillLimit, cancellationToken);

    /// <summary>Asks with a signal, and ends what has not gone after the grace period.</summary>
    public async Task StopAsync(Signal signal, TimeSpan grace, CancellationToken cancellationToken)
    {
        Send(signal);
        if (await Deadline.UntilAsync(() => !IsAlive, grace, cancellationToken))
        {
            return;
        }

        Send(Signal.Kill);
        if (!await Deadline.UntilAsync(() => !IsAlive, KillLimit, cancellationToken))
        {
            throw new LocalServerException($"Process {Id} does not end, not even by SIGKILL.");
        }
    }
}
