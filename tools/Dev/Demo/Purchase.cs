using System.Net;
using System.Text.Json;

namespace Dev.Demo;

/// <summary>A pack that the demo's user is buying.</summary>
internal sealed record Purchase(string Id, string PaymentIntentId, string ClientSecret, string PublishableKey, long Credits, long AmountCents)
{
    public static async Task<Purchase> BeginAsync(DemoStory story, string package, CancellationToken cancellationToken)
    {
        var answer = await story.Browser.PostAsync(
            $"{DemoStory.CreditsPath}/purchase", new { package }, Guid.CreateVersion7().ToString(), cancellationToken);
        var json = answer.Expect(HttpStatusCode.Created, $"buying the pack {package}").Json;
        return new Purchase(
            json.Text("purchaseId"),
            json.Text("paymentIntentId"),
            json.Text("clientSecret"),
            json.Text("publishableKey"),
            json.Number("credits"),
            json.Number("amount"));
    }

    public Task<DemoAnswer> PayAsync(DemoStory story, string card, CancellationToken cancellationToken) =>
        story.Card.PayAsync(PaymentIntentId, ClientSecret, PublishableKey, card, cancellationToken);

    public Task<JsonElement> WaitForStatusAsync(DemoStory story, string status, CancellationToken cancellationToken) =>
        DemoStory.WaitAsync(
            $"the purchase's status {status}",
            () => story.Browser.GetAsync($"{DemoStory.CreditsPath}/purchases/{Id}", cancellationToken),
            purchase => purchase.Text("status") == status,
            cancellationToken);
}
