using Credits.Tests.Proofs.Model;
using Credits.Tests.Proofs.Stories;
using CsCheck;

namespace Credits.Tests.Proofs;

/// <summary>Random stories against a model of the rules: whatever happens in whatever order, each answer and each balance is the model's.</summary>
/// <remarks>
/// Many accounts live through their stories side by side, on one database and one clock. A failure shows the seed and the
/// shortest story that still fails; set the seed below to see it again.
/// </remarks>
public sealed class AnyStoryEndsAsTheRulesSayTests
{
    private const uint Seed = 2_026;
    private const int StoriesAtOnce = 125;

    [Theory]
    [InlineData("Record", 10)]
    [InlineData("Debt", 4)]
    public async Task DeliveredDirectly(string shortfallPolicy, int batches)
    {
        await using var world = await StoryWorld.CreateAsync(shortfallPolicy, credits => Delivery.Direct(credits.Services));

        await PlayAsync(world, batches, StoriesAtOnce);
    }

    [Fact]
    public async Task ThroughTheBroker()
    {
        await using var world = await StoryWorld.CreateAsync("Record", Delivery.Brokered);

        await PlayAsync(world, batches: 2, StoriesAtOnce);
    }

    private static async Task PlayAsync(StoryWorld world, int batches, int storiesAtOnce)
    {
        for (var batch = 0; batch < batches; batch++)
        {
            var random = new PCG(Seed, (ulong)batch);
            var pauses = RandomStories.Pauses.Generate(random, null, out var _);
            var stories = Enumerable.Range(0, storiesAtOnce).Select(_ => RandomStories.Any.Generate(random, null, out var _)).ToList();
            if (await world.FirstFailureAsync(pauses, stories) is { } failure)
            {
                Assert.Fail($"Seed {Seed}, batch {batch}:\n{await ShortestAsync(world, pauses, failure)}");
            }
        }
        await world.Credits.AssertLedgerIsSoundAsync();
    }

    // Leaves out one step after the other, all variants at once, as long as one of them still fails.
    private static async Task<string> ShortestAsync(StoryWorld world, IReadOnlyList<Pause> pauses, StoryTeller failure)
    {
        StoryTeller? shorter = failure;
        while (shorter is not null)
        {
            failure = shorter;
            var count = failure.Story.Steps.Count;
            shorter = await world.FirstFailureAsync(
                pauses, [failure.Story.UpTo(count / 2), .. Enumerable.Range(0, count).Select(failure.Story.Without)]);
        }
        return $"{failure.Difference}\n{failure.Story}\n  Pauses: {string.Join(", ", pauses)}";
    }
}

/// <summary>The service in which stories are told.</summary>
internal sealed class StoryWorld : IAsyncDisposable
{
    private const int AtATime = 8;

    private readonly StoryScene scene;

    private StoryWorld(StoryScene scene) => this.scene = scene;

    public CreditsApplication Credits => scene.Credits;

    public static async Task<StoryWorld> CreateAsync(string shortfallPolicy, Func<CreditsApplication, Func<object, Task>> deliver)
    {
        var credits = new CreditsApplication { Settings = [("Credits:ShortfallPolicy", shortfallPolicy)] };
        await credits.InitializeAsync();
        // No two moments are the same, so that older and newer mean something.
        credits.Time.AutoAdvanceAmount = TimeSpan.FromMicroseconds(1);
        var rules = new ModelRules(IsShortfallDebt: shortfallPolicy == "Debt");
        return new StoryWorld(new StoryScene(credits, credits.Playground(), credits.Operator(), deliver(credits), rules));
    }

    public ValueTask DisposeAsync() => new(Credits.DisposeAsync());

    /// <summary>Plays all of them, round by round.</summary>
    /// <returns>The shortest that differed from the model, if any.</returns>
    public async Task<StoryTeller?> FirstFailureAsync(IReadOnlyList<Pause> pauses, IReadOnlyList<Story> stories)
    {
        var start = Credits.Time.GetUtcNow();
        var tellers = stories.Where(story => story.Steps.Count > 0).Select(story => new StoryTeller(story, scene, start)).ToList();
        for (var round = 0; round < pauses.Count; round++)
        {
            Credits.Time.Advance(pauses[round].Length);
            if (pauses[round].IsSwept)
            {
                await Sweeping.AllAsync(Credits.Services);
            }
            var now = Credits.Time.GetUtcNow();
            await Parallel.ForEachAsync(
                tellers.Where(teller => teller.Difference is null),
                new ParallelOptions { MaxDegreeOfParallelism = AtATime },
                (teller, _) => new ValueTask(teller.PlayAsync(round, now)));
        }
        return tellers.Where(teller => teller.Difference is not null).MinBy(teller => teller.Story.Steps.Count);
    }
}
