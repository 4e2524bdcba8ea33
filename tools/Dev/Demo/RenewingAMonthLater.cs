using System.Net;

namespace Dev.Demo;

/// <summary>The clock of the local Stripe and of every service moves past the end of the period: what is left rolls over.</summary>
internal sealed class RenewingAMonthLater : IChapter
{
    private const long Spent = 30;

    // Stripe keeps a renewal's invoice an hour as a draft before it collects.
    private static readonly TimeSpan UntilCollected = TimeSpan.FromHours(2);

    public string Title => "A month later";

    public bool NeedsLocalStripe => true;

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        (await Spending.SpendAsync(story, Spent, Guid.CreateVersion7().ToString(), cancellationToken)).Expect(HttpStatusCode.Created, "spending");
        var monthly = (await story.Browser.GetAsync(DemoStory.CreditsPath, cancellationToken)).Part("monthly");
        var (allocated, left, end) = (monthly.Number("allocated"), monthly.Number("remaining"), monthly.Time("resetAt"));
        DemoStory.Expect("the monthly credits, which are spent first", allocated - Spent, left);
        DemoStory.Tell(FormattableString.Invariant($"{Spent} credits are spent, of those that end soonest: {left} monthly credits are left"));

        story.Clock.Move((long)(end + UntilCollected - story.Clock.Now).TotalSeconds);
        DemoStory.Tell(FormattableString.Invariant($"the clock shows {story.Clock.Now:yyyy-MM-dd HH:mm}"));
        await DemoStory.WaitAsync(
            "the next period",
            () => story.SubscriptionAsync(cancellationToken),
            plan => plan.Text("status") == "active" && plan.Time("currentPeriodStart") == end,
            cancellationToken);
        await story.WaitForCreditsAsync(
            FormattableString.Invariant($"{allocated} new monthly credits and {left} rolled over"),
            credits => credits.Part("monthly").Number("remaining") == allocated && credits.Part("rollover").Number("amount") == left,
            cancellationToken);
        DemoStory.Tell(FormattableString.Invariant($"renewed: {allocated} new monthly credits, and the {left} that were left have rolled over"));
    }
}
