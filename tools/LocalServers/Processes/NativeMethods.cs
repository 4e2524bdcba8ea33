using System.Runtime.InteropServices;

namespace LocalServers.Processes;

/// <summary>The one thing .NET has no call for: sending a signal other than SIGKILL.</summary>
internal static partial class NativeMethods
{
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Kill(int processId, int signal);
}
