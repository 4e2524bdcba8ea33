using Xunit.Abstractions;

namespace StripeEmulator.Tests.Node;

/// <summary>The scripts beside this file, each on an emulator of its own, by the official npm package.</summary>
public sealed class TalkingToStripeNodeTests(ITestOutputHelper said)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [NodeFact]
    public Task TheWholeLifeOfAPack() => RunAsync("pack.js");

    [NodeFact]
    public Task TheWholeLifeOfASubscription() => RunAsync("subscription.js");

    [NodeFact]
    public Task PagesIdempotencyAndErrors() => RunAsync("requests.js");

    [NodeFact]
    public Task TheShapesBeforeBasil_ByThePackageThatWasMadeForThem() => RunAsync("acacia.js");

    private async Task RunAsync(string script)
    {
        var modules = await NodeModules.FolderAsync();
        await using var clocked = await ClockedServer.StartAsync();

        var (exitCode, output) = await Command.RunAsync(
            "node",
            [script],
            NodeModules.Scripts,
            Patience,
            ("NODE_PATH", modules),
            ("EMULATOR_URL", clocked.Server.Url.ToString()),
            ("EMULATOR_KEY", EmulatorServer.SecretKey),
            ("EMULATOR_CLOCK_FILE", clocked.ClockFile));

        said.WriteLine(output);
        Assert.True(exitCode == 0, output);
    }
}
