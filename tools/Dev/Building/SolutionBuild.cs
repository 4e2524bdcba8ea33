using Dev.Workspace;
using LocalServers.Processes;

namespace Dev.Building;

/// <summary>Builds once, and not again while no source is newer than the last good build.</summary>
internal sealed class SolutionBuild
{
    /// <summary>Everything, tests included.</summary>
    public static readonly SolutionBuild Whole = new("PlaygroundCredits.slnx", "solution.built", ["services", "shared", "tools", "tests", "web", "perf"]);

    /// <summary>What <c>./dev up</c> runs: about half of it.</summary>
    public static readonly SolutionBuild Programs = new("tools/Dev/Programs.slnf", "programs.built", ["services", "shared", "tools", "web"]);

    /// <summary>The load test, which only <c>./dev bench</c> needs.</summary>
    public static readonly SolutionBuild LoadTest = new("perf/LoadTest/LoadTest.csproj", "load-test.built", ["perf", "tools"]);

    private const int ErrorLinesMax = 40;
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(20);
    private static readonly string[] RootFiles =
        ["Directory.Build.props", "Directory.Packages.props", "PlaygroundCredits.slnx", "global.json", "BannedSymbols.txt", ".editorconfig"];

    private readonly string _target;
    private readonly string _stamp;
    private readonly string[] _folders;

    private SolutionBuild(string target, string stamp, string[] folders)
    {
        _target = target;
        _stamp = stamp;
        _folders = folders;
    }

    /// <returns>Whether anything had to be built.</returns>
    public async Task<bool> EnsureAsync(Checkout checkout, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(checkout.Artifacts);
        var stamp = Path.Combine(checkout.Artifacts, _stamp);
        await using var held = await FileLock.TakeAsync(Path.Combine(checkout.Artifacts, "build.lock"), LockLimit, cancellationToken);
        // A build of everything is one of the programs too.
        var newest = NewestSource(checkout.Root);
        if (new[] { _stamp, Whole._stamp }.Any(built => newest < File.GetLastWriteTimeUtc(Path.Combine(checkout.Artifacts, built))))
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

    private async Task BuildAsync(Checkout checkout, CancellationToken cancellationToken)
    {
        using var compiler = new CompilerServer();
        var result = await ShortProgram.RunAsync(
            "dotnet",
            // No process of the build stays behind to hold files, ports or a pipe that somebody waits on.
            ["build", Path.Combine(checkout.Root, _target), "-v", "quiet", "-nologo", "-nodeReuse:false", .. compiler.BuildArguments],
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
    private DateTime NewestSource(string root)
    {
        var files = RootFiles.Select(name => File.GetLastWriteTimeUtc(Path.Combine(root, name)));
        var below = _folders
            .Select(folder => new DirectoryInfo(Path.Combine(root, folder)))
            .Where(folder => folder.Exists)
            .SelectMany(folder => folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
            .Select(entry => entry.LastWriteTimeUtc);
        return files.Concat(below).Max();
    }
}
