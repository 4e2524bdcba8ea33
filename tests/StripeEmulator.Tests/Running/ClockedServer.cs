using System.Globalization;
using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Running;

/// <summary>An emulator whose clock a test moves, with a webhook receiver when it wants one.</summary>
public sealed class ClockedServer : IAsyncDisposable
{
    private long _offsetSeconds;

    private ClockedServer()
    {
    }

    public EmulatorServer Server { get; private set; } = null!;

    /// <summary>For whoever moves the clock from another process.</summary>
    public string ClockFile { get; } = Path.GetTempFileName();

    public static async Task<ClockedServer> StartAsync(params string[] settings)
    {
        var clocked = new ClockedServer();
        clocked.Server = await EmulatorServer.StartAsync([$"--Development:ClockFile={clocked.ClockFile}", .. settings]);
        return clocked;
    }

    /// <summary>Moves the clock forward; the next request sees everything that has become due by then.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var target = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + _offsetSeconds + (long)by.TotalSeconds;
        _offsetSeconds += (long)by.TotalSeconds;
        await File.WriteAllTextAsync(ClockFile, _offsetSeconds.ToString(CultureInfo.InvariantCulture));
        await Eventually.FindsAsync(
            async () => JsonNode.Parse(await Server.Http.GetStringAsync(new Uri("/_emulator/health", UriKind.Relative)))!,
            health => health["businessTime"]!.GetValue<long>() >= target);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        File.Delete(ClockFile);
    }
}
