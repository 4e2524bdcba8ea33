using System.Net;

namespace Dev.Demo;

/// <summary>Cards, invoices and the end of a subscription, on Stripe's own page.</summary>
internal sealed class OpeningThePortal : IChapter
{
    public string Title => "The customer portal";

    public bool NeedsLocalStripe => true;

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var answer = await story.Browser.PostAsync(
            $"{DemoStory.SubscriptionPath}/portal", new { returnUrl = story.Page }, Guid.CreateVersion7().ToString(), cancellationToken);
        var url = answer.Expect(HttpStatusCode.OK, "opening the portal").Json.Text("portalUrl");
        DemoStory.Expect("that the portal is there", HttpStatusCode.OK, await story.Stripe.OpenAsync(url, cancellationToken));
        DemoStory.Tell($"the portal opens: {url}");
    }
}
