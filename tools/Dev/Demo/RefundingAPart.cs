using System.Net;

namespace Dev.Demo;

/// <summary>An operator sends a part of the money back, and that part of the credits leaves the ledger.</summary>
internal sealed class RefundingAPart : IChapter
{
    private const long RefundCents = 400;

    public string Title => "Refunding a part";

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var purchases = await story.Browser.GetAsync($"{DemoStory.CreditsPath}/purchases", cancellationToken);
        var bought = purchases.List("purchases").Single(purchase => purchase.Text("package") == "medium");
        var before = await story.BalanceAsync(cancellationToken);

        var quote = await story.Operator.GetAsync(
            $"/api/v1/admin/credits/payments/{bought.Text("paymentIntentId")}/refund-quote", cancellationToken);
        DemoStory.Tell(FormattableString.Invariant(
            $"the operator sees {quote.Number("unspentCredits")} of {quote.Number("credits")} credits unspent, worth {Dollars.Of(quote.Number("refundCents"))}"));

        var refund = await story.Operator.PostAsync(
            $"/api/v1/admin/purchases/{bought.Text("id")}/refund",
            new { amountCents = RefundCents, reason = "Bought more than needed" },
            Guid.CreateVersion7().ToString(),
            cancellationToken);
        refund.Expect(HttpStatusCode.OK, "refunding a part");

        var taken = bought.Number("credits") * RefundCents / bought.Number("amount");
        await story.WaitForBalanceAsync(before - taken, cancellationToken);
        await DemoStory.WaitAsync(
            "a partly refunded purchase",
            () => story.Browser.GetAsync($"{DemoStory.CreditsPath}/purchases/{bought.Text("id")}", cancellationToken),
            purchase => purchase.Text("status") == "partially_refunded" && purchase.Number("amountRefunded") == RefundCents,
            cancellationToken);
        DemoStory.Tell(FormattableString.Invariant(
            $"{Dollars.Of(RefundCents)} of {Dollars.Of(bought.Number("amount"))} go back, and so do {taken} credits: {before - taken} left"));
    }
}
