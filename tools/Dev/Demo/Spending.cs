using System.Net;

namespace Dev.Demo;

/// <summary>The playground backend spends: once, however often it asks, and never more than there is.</summary>
internal sealed class Spending : IChapter
{
    private const long Amount = 30;

    public string Title => "Spending";

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var before = await story.BalanceAsync(cancellationToken);
        var key = Guid.CreateVersion7().ToString();
        var first = (await SpendAsync(story, Amount, key, cancellationToken)).Expect(HttpStatusCode.Created, "spending");
        DemoStory.Expect("the balance after spending", before - Amount, await story.BalanceAsync(cancellationToken));
        DemoStory.Tell(FormattableString.Invariant($"{Amount} credits spent, {before - Amount} left"));

        var again = await SpendAsync(story, Amount, key, cancellationToken);
        DemoStory.Expect("the answer to the same request again", (first.Status, first.Text), (again.Status, again.Text));
        DemoStory.Expect("the balance after the same request again", before - Amount, await story.BalanceAsync(cancellationToken));
        DemoStory.Tell("the same request again gives the same answer, and spends nothing");

        var tooMuch = await SpendAsync(story, before, Guid.CreateVersion7().ToString(), cancellationToken);
        tooMuch.Expect(HttpStatusCode.PaymentRequired, "spending more than there is");
        DemoStory.Expect("the refusal's code", "insufficient_credits", tooMuch.Json.Text("code"));
        DemoStory.Expect("what is available", before - Amount, tooMuch.Json.Number("available"));
        DemoStory.Tell(FormattableString.Invariant($"{before} more are refused: 402 insufficient_credits"));
    }

    public static Task<DemoAnswer> SpendAsync(DemoStory story, long amount, string key, CancellationToken cancellationToken) =>
        story.Playground.PostAsync(
            $"{DemoStory.CreditsPath}/spend",
            new { userId = story.User, amount, sessionId = "demo-session", description = "A conversation with a model" },
            key,
            cancellationToken);
}
