using System.Globalization;

namespace LocalServers.Processes;

/// <summary>Reads what Linux tells of a process under /proc.</summary>
internal static class ProcFiles
{
    // Positions in /proc/<id>/stat after the closing bracket of the program's name, which may itself hold spaces.
    private const int StateField = 0;
    private const int StartField = 19;

    public static (char State, long StartTicks)? Stat(int processId)
    {
        string text;
        try
        {
            text = File.ReadAllText($"/proc/{processId}/stat");
        }
        catch (IOException)
        {
            // A process that ends between opening and reading answers ESRCH, one that ended before is not found.
            return null;
        }

        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (fields[StateField][0], long.Parse(fields[StartField], CultureInfo.InvariantCulture));
    }

    /// <summary>The processes of these programs that work in this directory. A shell that someone left there is none of them.</summary>
    public static IReadOnlyList<ServerProcess> WorkingIn(string directory, params ReadOnlySpan<string> programs)
    {
        var found = new List<ServerProcess>();
        foreach (var path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id)
                && WorkingDirectory(path) == directory
                && programs.Contains(ProgramName(path))
                && Stat(id) is { } stat)
            {
                found.Add(new ServerProcess(id, stat.StartTicks));
            }
        }

        return found;
    }

    private static string? ProgramName(string processPath)
    {
        try
        {
            return File.ReadAllText(Path.Combine(processPath, "comm")).Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string? WorkingDirectory(string processPath)
    {
        try
        {
            return new FileInfo(Path.Combine(processPath, "cwd")).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else's process, or one that has just ended.
            return null;
        }
    }
}
