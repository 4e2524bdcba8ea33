using System.Net;

namespace Dev.Demo;

/// <summary>A subscription ends with its period, or does not after all; what is paid for stays either way.</summary>
internal sealed class EndingAndResuming : IChapter
{
    public string Title => "Ending with the period, and resuming";

    public bool NeedsLocalStripe => true;

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var before = await story.BalanceAsync(cancellationToken);
        await SetAsync(story, "cancel", isToRenew: false, cancellationToken);
        DemoStory.Expect("the balance of a subscription that is to end", before, await story.BalanceAsync(cancellationToken));
        var end = (await story.SubscriptionAsync(cancellationToken)).Time("currentPeriodEnd");
        DemoStory.Tell(FormattableString.Invariant($"it will end on {end:yyyy-MM-dd}, and its credits stay until then"));

        await SetAsync(story, "resume", isToRenew: true, cancellationToken);
        DemoStory.Tell("resumed: it will renew");
    }

    private static async Task SetAsync(DemoStory story, string action, bool isToRenew, CancellationToken cancellationToken)
    {
        var answer = await story.Browser.PostAsync(
            $"{DemoStory.SubscriptionPath}/{action}", new { }, Guid.CreateVersion7().ToString(), cancellationToken);
        answer.Expect(HttpStatusCode.OK, $"to {action} the subscription");
        var plan = await story.SubscriptionAsync(cancellationToken);
        DemoStory.Expect("whether it is active, to end, and to renew", ("active", !isToRenew, isToRenew),
            (plan.Text("status"), plan.Flag("cancelAtPeriodEnd"), plan.Flag("willRenew")));
    }
}
