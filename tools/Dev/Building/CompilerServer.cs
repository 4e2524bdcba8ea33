using System.Diagnostics;

namespace Dev.Building;

/// <summary>
/// A compiler that serves one build and ends with it: it warms up once for all projects instead of once for each, and nothing of it
/// stays behind to hold files or memory.
/// </summary>
internal sealed class CompilerServer : IDisposable
{
    private const string Program = "VBCSCompiler";

    // Of this build alone, so that no other build's compiler is ended with it.
    private readonly string _name = $"playground-credits-{Guid.CreateVersion7():N}";

    public IReadOnlyList<string> BuildArguments => ["-p:UseSharedCompilation=true", $"-p:SharedCompilationId={_name}"];

    public void Dispose()
    {
        foreach (var process in Process.GetProcessesByName(Program))
        {
            using (process)
            {
                EndIfOurs(process);
            }
        }
    }

    private void EndIfOurs(Process process)
    {
        try
        {
            if (File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(_name, StringComparison.Ordinal))
            {
                process.Kill();
                process.WaitForExit();
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // It ended by itself, or is somebody else's.
        }
    }
}
