using System.Diagnostics;

namespace Dev.Tests;

public sealed class ListingWhatRunsTests(DevProcess dev) : IClassFixture<DevProcess>
{
    [Fact]
    public async Task Down_EndsWhatWasStarted_AndLeavesAnIdGivenOutAnewAlone()
    {
        using var ours = Process.Start("sleep", ["600"])!;
        using var stranger = Process.Start("sleep", ["600"])!;
        await File.WriteAllTextAsync(
            Path.Combine(dev.Directory, "state.json"),
            FormattableString.Invariant(
                $$"""
                [
                  { "Name": "credits", "Replica": 1, "Process": { "Id": {{ours.Id}}, "StartTicks": {{StartTicks(ours.Id)}} }, "Fingerprint": "x" },
                  { "Name": "billing", "Replica": 1, "Process": { "Id": {{stranger.Id}}, "StartTicks": 1 }, "Fingerprint": "x" }
                ]
                """));

        var listed = (await dev.RunAsync("env")).Output;
        var (exitCode, _, _) = await dev.RunAsync("down");

        Assert.Contains($"PID_CREDITS={ours.Id}\nPID_CREDITS_1={ours.Id}\n", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("PID_BILLING", listed, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
        // That it has ended is told to its parent a moment later.
        Assert.True(ours.WaitForExit(TimeSpan.FromSeconds(60)));
        Assert.False(stranger.HasExited);
        stranger.Kill();
    }

    private static string StartTicks(int id) => File.ReadAllText($"/proc/{id}/stat").Split(' ')[21];
}
