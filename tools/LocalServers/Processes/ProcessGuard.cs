using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace LocalServers.Processes;

/// <summary>Ends servers and removes directories when this process is gone, even by SIGKILL.</summary>
/// <remarks>
/// A shell waits at the other end of a pipe that only this process holds open; the kernel closes it in every case.
/// The kernel's own parent-death signal won't do: it is bound to the thread that started the child, and a thread of
/// the pool ends when it is idle. The shell compares start times, so a process id given out anew is left alone.
/// </remarks>
public sealed class ProcessGuard
{
    private const string Script =
        """
        exec >/dev/null 2>&1
        cd /
        list=
        while IFS= read -r line; do list="$list$line
        "; done
        alive() {
            stat=$(cat "/proc/$1/stat") || return 1
            set -- "$2" ${stat##*) }
            [ "$2" != Z ] && [ "${21}" = "$1" ]
        }
        all() {
            printf %s "$list" | while read -r what a b c; do
                [ "$what" = "$1" ] && "$2" "$a" "$b" "$c"
            done
        }
        ask() { alive "$1" "$2" && kill -"$3" "$1"; }
        end() { alive "$1" "$2" && kill -9 "$1"; }
        left() { alive "$1" "$2" && echo left; }
        container() { docker rm -f -v "$1"; }
        all process ask
        all container container
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
            [ -z "$(all process left)" ] && break
            sleep 0.1
        done
        all process end
        printf %s "$list" | while read -r what path; do
            if [ "$what" = directory ]; then rm -rf "$path" || { sleep 1; rm -rf "$path"; }; fi
        done
        """;

    // For the life of the process: collected as garbage, a guard would close its pipe and end what it guards.
    private static readonly ConcurrentBag<ProcessGuard> All = [];

    private readonly StreamWriter _pipe;
    private readonly Lock _writing = new();

    private ProcessGuard(StreamWriter pipe) => _pipe = pipe;

    public static ProcessGuard Start()
    {
        var info = new ProcessStartInfo("setsid", ["sh", "-c", Script])
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        var shell = Process.Start(info) ?? throw new LocalServerException("The guarding shell did not start.");
        var guard = new ProcessGuard(shell.StandardInput);
        All.Add(guard);
        return guard;
    }

    public void Watch(ServerProcess process, Signal signal) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"process {process.Id} {process.StartTicks} {(int)signal}"));

    /// <summary>A temporary directory of ours, removed after the processes have ended.</summary>
    public void Remove(string directory) => Write($"directory {directory}");

    public void RemoveContainer(string containerId) => Write($"container {containerId}");

    private void Write(string line)
    {
        lock (_writing)
        {
            _pipe.Write(line + "\n");
            _pipe.Flush();
        }
    }
}
