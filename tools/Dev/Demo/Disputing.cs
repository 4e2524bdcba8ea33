using System.Net;
using System.Text.Json;

namespace Dev.Demo;

/// <summary>Two payments are disputed, which freezes their credits; one dispute is won, the other lost.</summary>
internal sealed class Disputing : IChapter
{
    public string Title => "Disputes";

    public bool NeedsLocalStripe => true;

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var before = await story.BalanceAsync(cancellationToken);
        var won = await BuyAsync(story, cancellationToken);
        var lost = await BuyAsync(story, cancellationToken);
        var both = before + won.Credits + lost.Credits;
        await WaitAsync(story, balance: both, frozen: won.Credits + lost.Credits, cancellationToken);
        await won.WaitForStatusAsync(story, "disputed", cancellationToken);
        await lost.WaitForStatusAsync(story, "disputed", cancellationToken);
        DemoStory.Tell(FormattableString.Invariant(
            $"two payments are disputed at the bank: their {won.Credits + lost.Credits} credits are there, but frozen"));

        await story.Stripe.AnswerAsync(await story.Stripe.DisputeOfAsync(won.PaymentIntentId, cancellationToken), cancellationToken);
        await WaitAsync(story, balance: both, frozen: lost.Credits, cancellationToken);
        await won.WaitForStatusAsync(story, "succeeded", cancellationToken);
        DemoStory.Tell(FormattableString.Invariant($"the first is won: {won.Credits} credits can be spent again"));

        await story.Stripe.CloseAsync(await story.Stripe.DisputeOfAsync(lost.PaymentIntentId, cancellationToken), cancellationToken);
        await WaitAsync(story, balance: before + won.Credits, frozen: 0, cancellationToken);
        DemoStory.Tell(FormattableString.Invariant($"the second is lost: its {lost.Credits} credits are taken back"));
    }

    private static async Task<Purchase> BuyAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var purchase = await Purchase.BeginAsync(story, "small", cancellationToken);
        (await purchase.PayAsync(story, CardForm.Disputed, cancellationToken)).Expect(HttpStatusCode.OK, "paying with 4000 0000 0000 0259");
        return purchase;
    }

    private static Task<JsonElement> WaitAsync(DemoStory story, long balance, long frozen, CancellationToken cancellationToken) => story.WaitForCreditsAsync(
        FormattableString.Invariant($"a balance of {balance}, {frozen} of it frozen"),
        credits => (credits.Number("balance"), credits.Number("frozen"), credits.Number("available")) == (balance, frozen, balance - frozen),
        cancellationToken);
}
