using System.Diagnostics;

namespace LocalServers.Processes;

/// <summary>Starts a program in a session of its own, so that it outlives its caller and no Ctrl-C reaches it.</summary>
public static class ServerLauncher
{
    // Every step replaces the one before (setsid, sh, setpriv, the program), so the id is the program's from the start.
    private const string IntoLogFile = """log=$1; shift; exec "$@" >>"$log" 2>&1 </dev/null""";

    /// <param name="start">What to start.</param>
    /// <param name="guard">With a guard the program does not outlive the caller, however the caller ends.</param>
    public static ServerProcess Start(ServerStart start, ProcessGuard? guard = null)
    {
        var info = new ProcessStartInfo("setsid", ["sh", "-c", IntoLogFile, "sh", start.LogFile, .. AsUser(start.User)])
        {
            WorkingDirectory = start.WorkingDirectory,
        };
        info.ArgumentList.Add(start.Program);
        foreach (var argument in start.Arguments)
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in start.Environment)
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info) ?? throw new LocalServerException($"{start.Program} did not start.");
        var server = ServerProcess.Find(process.Id)
            ?? throw new LocalServerException($"{start.Program} ended at once: {LogTail.Read(start.LogFile)}");
        guard?.Watch(server, start.EndSignal);
        return server;
    }

    internal static string[] AsUser(string? user) =>
        user is null ? [] : ["setpriv", $"--reuid={user}", $"--regid={user}", "--init-groups", "--"];
}
