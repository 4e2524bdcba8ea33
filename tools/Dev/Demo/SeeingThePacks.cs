namespace Dev.Demo;

/// <summary>The three packs and their prices.</summary>
internal sealed class SeeingThePacks : IChapter
{
    private const int PackCount = 3;

    public string Title => "Looking at the packs";

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var packs = (await story.Browser.GetAsync($"{DemoStory.CreditsPath}/packages", cancellationToken)).List("packages");
        DemoStory.Expect("the number of packs", PackCount, packs.Count);
        foreach (var pack in packs)
        {
            DemoStory.Tell(FormattableString.Invariant(
                $"{pack.Text("id")}: {pack.Number("credits")} credits for {Dollars.Of(pack.Number("amountCents"))}"));
        }
    }
}
