using System.Net;

namespace Dev.Demo;

/// <summary>Money in, a signed webhook, credits out.</summary>
internal sealed class BuyingAPack : IChapter
{
    public string Title => "Buying a pack";

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var before = await story.BalanceAsync(cancellationToken);
        var purchase = await Purchase.BeginAsync(story, "medium", cancellationToken);
        DemoStory.Tell(FormattableString.Invariant($"{purchase.Credits} credits for {Dollars.Of(purchase.AmountCents)}: purchase {purchase.Id}"));

        (await purchase.PayAsync(story, CardForm.Good, cancellationToken)).Expect(HttpStatusCode.OK, "paying with 4242 4242 4242 4242");
        DemoStory.Tell("paid with the card 4242 4242 4242 4242");

        await purchase.WaitForStatusAsync(story, "succeeded", cancellationToken);
        DemoStory.Tell("Stripe's signed webhook has arrived: the purchase has succeeded");

        await story.WaitForBalanceAsync(before + purchase.Credits, cancellationToken);
        DemoStory.Tell(FormattableString.Invariant($"the credits are there: {before + purchase.Credits}"));
    }
}
