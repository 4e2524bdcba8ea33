using System.Text.Json;

namespace Dev.Demo;

/// <summary>The three packs and their prices.</summary>
internal sealed class SeeingThePacks : IChapter
{
    private const int PackCount = 3;

    public string Title => "Looking at the packs";

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var packs = Packs(await story.Browser.GetAsync($"{DemoStory.CreditsPath}/packages", cancellationToken));
        DemoStory.Expect("the number of packs", PackCount, packs.Count);
        foreach (var pack in packs)
        {
            DemoStory.Tell(FormattableString.Invariant(
                $"{Name(pack)}: {pack.GetProperty("credits").GetInt64()} credits for {Dollars.Of(pack.GetProperty("amount").GetInt64())}"));
        }
    }

    private static string? Name(JsonElement pack) => pack.GetProperty("id").GetString();

    // Either a bare list or an object that holds it.
    private static List<JsonElement> Packs(JsonElement answer) =>
        [.. (answer.ValueKind == JsonValueKind.Array ? answer : answer.GetProperty("packages")).EnumerateArray()];
}
