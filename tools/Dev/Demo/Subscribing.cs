using System.Net;

namespace Dev.Demo;

/// <summary>The monthly plan through Stripe's own page.</summary>
internal sealed class Subscribing : IChapter
{
    public string Title => "Subscribing";

    public bool NeedsLocalStripe => true;

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var before = await story.BalanceAsync(cancellationToken);
        var pricing = await story.Browser.GetAsync($"{DemoStory.PlaygroundPath}/pricing", cancellationToken);
        var (cents, monthly) = (pricing.Part("yours").Number("amount"), pricing.Number("monthlyCredits"));
        DemoStory.Tell(FormattableString.Invariant($"the plan: {monthly} credits a month for {Dollars.Of(cents)}"));

        var checkout = await OpenPageAsync(story.Browser, story, $"{DemoStory.PlaygroundPath}/subscribe", cancellationToken);
        await story.Stripe.PayCheckoutAsync(checkout, cancellationToken);
        await DemoStory.WaitAsync(
            "an active subscription", () => story.SubscriptionAsync(cancellationToken), plan => plan.Text("status") == "active", cancellationToken);
        await story.WaitForBalanceAsync(before + monthly, cancellationToken);
        DemoStory.Tell(FormattableString.Invariant($"paid on Stripe's page: the subscription is active, and {monthly} monthly credits are there"));
    }

    /// <summary>Opens Stripe's page for a subscription of a user's or an organization's own.</summary>
    /// <returns>The session's id.</returns>
    public static async Task<string> OpenPageAsync(DemoClient client, DemoStory story, string path, CancellationToken cancellationToken)
    {
        var pages = new { successUrl = story.Page, cancelUrl = story.Page };
        var answer = (await client.PostAsync(path, pages, Guid.CreateVersion7().ToString(), cancellationToken))
            .Expect(HttpStatusCode.OK, "opening Stripe's page").Json;
        DemoStory.Expect("that Stripe's page is there", HttpStatusCode.OK, await story.Stripe.OpenAsync(answer.Text("checkoutUrl"), cancellationToken));
        return answer.Text("sessionId");
    }
}
