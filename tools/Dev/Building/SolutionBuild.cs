using Dev.Workspace;
using LocalServers.Processes;

namespace Dev.Building;

/// <summary>Builds the whole solution once, and not again while no source is newer than the last good build.</summary>
internal static class SolutionBuild
{
    private const int ErrorLinesMax = 40;
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(20);
    private static readonly string[] SourceFolders = ["services", "shared", "tools", "tests", "web", "perf"];
    private static readonly string[] RootFiles =
        ["Directory.Build.props", "Directory.Packages.props", "PlaygroundCredits.slnx", "global.json", "BannedSymbols.txt", ".editorconfig"];

    /// <returns>Whether anything had to be built.</returns>
    public static async Task<bool> EnsureAsync(Checkout checkout, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(checkout.Artifacts);
        var stamp = Path.Combine(checkout.Artifacts, "solution.built");
        await using var held = await FileLock.TakeAsync(Path.Combine(checkout.Artifacts, "build.lock"), LockLimit, cancellationToken);
        if (File.Exists(stamp) && NewestSource(checkout.Root) < File.GetLastWriteTimeUtc(stamp))
        {
            return false;
        }

        // The time before the build: what is saved while it runs counts as newer.
        var started = TimeProvider.System.GetUtcNow().UtcDateTime;
        await BuildAsync(checkout, cancellationToken);
        await File.WriteAllTextAsync(stamp, "", cancellationToken);
        File.SetLastWriteTimeUtc(stamp, started);
        return true;
    }

    private static async Task BuildAsync(Checkout checkout, CancellationToken cancellationToken)
    {
        var result = await ShortProgram.RunAsync(
            "dotnet",
            // No process of the build stays behind to hold files, ports or a pipe that somebody waits on.
            ["build", checkout.SolutionFile, "-v", "quiet", "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"],
            checkout.Root,
            new Dictionary<string, string?> { ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["MSBUILDDISABLENODEREUSE"] = "1" },
            cancellationToken);
        if (result.ExitCode != 0)
        {
            var errors = result.Said.Split('\n')
                .Where(line => line.Contains("error", StringComparison.Ordinal))
                .Select(line => line.Trim())
                .Distinct()
                .Take(ErrorLinesMax);
            throw new DevException($"The build failed:\n{string.Join('\n', errors)}");
        }
    }

    // Directories count too: theirs is the only time that changes when a file is deleted.
    private static DateTime NewestSource(string root)
    {
        var files = RootFiles.Select(name => File.GetLastWriteTimeUtc(Path.Combine(root, name)));
        var below = SourceFolders
            .Select(folder => new DirectoryInfo(Path.Combine(root, folder)))
            .Where(folder => folder.Exists)
            .SelectMany(folder => folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
            .Select(entry => entry.LastWriteTimeUtc);
        return files.Concat(below).Max();
    }
}
