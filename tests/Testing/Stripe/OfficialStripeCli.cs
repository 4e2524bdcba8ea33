using System.Diagnostics;
using System.Runtime.InteropServices;
using LocalServers.Packages;
using Xunit;

namespace Testing.Stripe;

/// <summary>
/// The official Stripe CLI, installed once from npm into a cache of the user's, run with a home of its own so that it neither
/// finds anybody's login nor leaves anything behind.
/// </summary>
public sealed class OfficialStripeCli
{
    public const string Version = "1.52.0";

    // npm itself may have to be installed first.
    private static readonly TimeSpan InstallPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RunPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(50);

    private readonly string _home = Directory.CreateTempSubdirectory("stripe-cli-home-").FullName;
    private string _program = "";

    private static string Package => $"cli-{Platform}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    private static string Platform => OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    public async Task InitializeAsync()
    {
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "playground-credits-tests");
        var installed = Path.Combine(cache, $"stripe-{Package}-{Version}");
        _program = Path.Combine(
            installed, "node_modules", "@stripe", Package, "bin", OperatingSystem.IsWindows() ? "stripe.exe" : "stripe");
        Directory.CreateDirectory(cache);
        using var patience = new CancellationTokenSource(InstallPatience);
        await using var alone = await LockAsync(installed + ".lock", patience.Token);
        if (!File.Exists(_program))
        {
            await InstallAsync(installed, patience.Token);
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_home, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Runs a command against a Stripe at this address to its end.</summary>
    public async Task<ProgramOutcome> RunAsync(Uri stripe, string key, params string[] arguments)
    {
        await using var running = Start(stripe, key, arguments);
        using var patience = new CancellationTokenSource(RunPatience);
        return await running.EndAsync(patience.Token);
    }

    /// <summary>Starts a command that goes on until it is disposed of.</summary>
    public RunningProgram Start(Uri stripe, string key, params string[] arguments)
    {
        var start = new ProcessStartInfo(_program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        string[] common = ["--api-base", stripe.ToString().TrimEnd('/'), "--api-key", key, "--color", "off"];
        foreach (var argument in arguments.Concat(common))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HOME"] = _home;
        start.Environment["XDG_CONFIG_HOME"] = _home;
        start.Environment["STRIPE_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment.Remove("STRIPE_API_KEY");
        return new RunningProgram(Process.Start(start)!);
    }

    /// <summary>Two test runs at the same time must not install over each other.</summary>
    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(LockInterval, cancellationToken);
            }
        }
    }

    private static async Task InstallAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo("npm") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = ["install", "--prefix", folder, "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=5", "--save-exact", $"@stripe/{Package}@{Version}"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        await DebianPackages.EnsureNpmAsync(cancellationToken);
        await using var npm = new RunningProgram(Process.Start(start)!);
        var outcome = await npm.EndAsync(cancellationToken);
        Assert.True(outcome.ExitCode == 0, $"npm could not install the Stripe CLI {Version}: {outcome.Output}");
    }
}
