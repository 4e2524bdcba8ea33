using System.Net;

namespace Dev.Demo;

/// <summary>A declined card leaves a failed purchase that says why, and no credits; another card can still pay it.</summary>
internal sealed class DecliningACard : IChapter
{
    public string Title => "A declined card";

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var before = await story.BalanceAsync(cancellationToken);
        var purchase = await Purchase.BeginAsync(story, "small", cancellationToken);
        (await purchase.PayAsync(story, CardForm.Declined, cancellationToken))
            .Expect(HttpStatusCode.PaymentRequired, "paying with 4000 0000 0000 0002");
        var failed = await purchase.WaitForStatusAsync(story, "failed", cancellationToken);
        var reason = failed.Text("failureReason");
        DemoStory.Expect("that the purchase says why", false, string.IsNullOrEmpty(reason));
        DemoStory.Expect("the balance after a declined card", before, await story.BalanceAsync(cancellationToken));
        DemoStory.Tell($"the card 4000 0000 0000 0002 is declined: the purchase has failed ({reason}), no credits");

        (await purchase.PayAsync(story, CardForm.Good, cancellationToken)).Expect(HttpStatusCode.OK, "paying with another card");
        await purchase.WaitForStatusAsync(story, "succeeded", cancellationToken);
        await story.WaitForBalanceAsync(before + purchase.Credits, cancellationToken);
        DemoStory.Tell(FormattableString.Invariant($"another card pays the same purchase: {before + purchase.Credits} credits"));
    }
}
