using System.Net;

namespace Dev.Demo;

/// <summary>Who joins an organization that is then verified pays the member's price from the next period on.</summary>
internal sealed class JoiningAnOrganization : IChapter
{
    private const string Path = "/api/v1/organizations";

    public string Title => "A verified organization";

    public bool NeedsLocalStripe => true;

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var before = await PriceAsync(story, cancellationToken);
        var organization = await PostAsync(story, Path, new { name = "Demo Makers" }, cancellationToken);
        await PostAsync(story, $"{organization}/members", new { userId = story.User }, cancellationToken);
        DemoStory.Expect("the price in an organization that is not verified", before, await PriceAsync(story, cancellationToken));
        DemoStory.Tell($"an organization is made, and {story.User} is its member");

        var session = await Subscribing.OpenPageAsync(story.Owner, story, $"{organization}/verification", cancellationToken);
        await story.Stripe.PayCheckoutAsync(session, cancellationToken);
        await DemoStory.WaitAsync(
            "the verification", () => story.Owner.GetAsync($"{organization}/verification", cancellationToken),
            verification => verification.Flag("isVerified"), cancellationToken);
        DemoStory.Tell("its owner pays for the verification on Stripe's page: it is verified");

        var pricing = await story.Browser.GetAsync($"{DemoStory.PlaygroundPath}/pricing", cancellationToken);
        var member = pricing.Part("organizationMember").Number("amount");
        DemoStory.Expect("why the price is the member's", "member_of_verified_organization", pricing.Part("yours").Text("reason"));
        DemoStory.Expect("the member's price", member, pricing.Part("yours").Number("amount"));
        await DemoStory.WaitAsync(
            "the member's price for the next period", () => story.SubscriptionAsync(cancellationToken),
            plan => plan.Number("price") == member, cancellationToken);
        DemoStory.Tell($"the plan costs its members {Dollars.Of(member)} instead of {Dollars.Of(before)}, from the next period on");
    }

    private static async Task<long> PriceAsync(DemoStory story, CancellationToken cancellationToken) =>
        (await story.Browser.GetAsync($"{DemoStory.PlaygroundPath}/pricing", cancellationToken)).Part("yours").Number("amount");

    /// <returns>The path of what was made.</returns>
    private static async Task<string> PostAsync(DemoStory story, string path, object body, CancellationToken cancellationToken)
    {
        var answer = await story.Owner.PostAsync(path, body, Guid.CreateVersion7().ToString(), cancellationToken);
        return $"{path}/{answer.Expect(HttpStatusCode.Created, $"POST {path}").Json.TextOrNothing("id")}";
    }
}
