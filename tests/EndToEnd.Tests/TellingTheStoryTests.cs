namespace EndToEnd.Tests;

/// <summary><c>./dev demo</c>: it tells only what it has checked, and ends at the first difference.</summary>
[Collection(OneSystem.Name)]
public sealed class TellingTheStoryTests(RunningSystem system)
{
    private static readonly string[] Chapters =
    [
        "Signing in", "Looking at the packs", "Buying a pack", "Spending", "A declined card", "Refunding a part", "Subscribing",
        "A month later", "Ending with the period, and resuming", "The customer portal", "A verified organization", "Disputes",
        "The ledger", "Proof",
    ];

    [Fact]
    public async Task TheDemo_TellsTheWholeStory_ChapterByChapter()
    {
        var lines = (await system.DevAsync("demo")).Split('\n', StringSplitOptions.TrimEntries);

        Assert.Equal(Chapters, lines.Where(Chapters.Contains));
        Assert.DoesNotContain(lines, line => line.StartsWith("left out", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("The ledger is sound", StringComparison.Ordinal));
        Assert.StartsWith("✓ the whole story in ", lines.Last(line => line.Length > 0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhenNoWebhookArrives_ItSaysWhereTheStoryDiffers_AndEndsWithOne()
    {
        await system.DevAsync("kill", "ingress");

        var (exitCode, output) = await system.TryDevAsync("demo");
        await system.RestartAsync("ingress");
        // Nothing is left on its way for the scenarios that count what was missed.
        await system.DevAsync("backfill", "--since", "1h");

        Assert.Equal(1, exitCode);
        Assert.Contains("✗ the purchase's status succeeded: not within", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Proof", output, StringComparison.Ordinal);
    }
}
