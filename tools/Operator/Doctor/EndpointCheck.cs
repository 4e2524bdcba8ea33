using Contracts;
using Stripe;
using WebhookIngress;

namespace Operator.Doctor;

/// <summary>Whether Stripe sends the events that are handled, and to where the webhook ingress takes them.</summary>
internal static class EndpointCheck
{
    private const string Remedy = "Run stripe-setup --webhook-url https://…" + WebhookDoor.Path + ", which makes it right.";
    private const int PageSize = 100;

    /// <summary>The endpoint that is ours, by its whole URL or, where that is not given, by its path.</summary>
    public static async Task<WebhookEndpoint?> FindAsync(StripeClient stripe, Uri? url, CancellationToken cancellationToken)
    {
        var endpoints = await stripe.V1.WebhookEndpoints
            .ListAutoPagingAsync(new WebhookEndpointListOptions { Limit = PageSize }, cancellationToken: cancellationToken)
            .Where(endpoint => IsOurs(endpoint, url))
            .ToListAsync(cancellationToken);
        return endpoints.OrderByDescending(endpoint => endpoint.Status == StripeWords.Enabled).FirstOrDefault();
    }

    public static IEnumerable<Finding> Run(WebhookEndpoint? endpoint, Uri? url)
    {
        if (endpoint is null)
        {
            yield return Finding.Wrong($"Stripe has no webhook endpoint at {url?.ToString() ?? $"a URL that ends in {WebhookDoor.Path}"}", Remedy);
            yield break;
        }
        yield return endpoint.Status == StripeWords.Enabled
            ? Finding.Well($"Stripe sends events to {endpoint.Url}")
            : Finding.Wrong($"The webhook endpoint {endpoint.Url} is {endpoint.Status}: Stripe sends nothing", Remedy);
        var missing = MissingEvents(endpoint).ToList();
        yield return missing.Count == 0
            ? Finding.Well("The webhook endpoint has every event type that is handled")
            : Finding.Wrong($"The webhook endpoint lacks {string.Join(", ", missing)}", Remedy);
    }

    public static IEnumerable<string> MissingEvents(WebhookEndpoint endpoint) =>
        endpoint.EnabledEvents.Contains(StripeWords.AllEvents) ? [] : StripeEventTypes.Handled.Except(endpoint.EnabledEvents);

    private static bool IsOurs(WebhookEndpoint endpoint, Uri? url) => url is null
        ? Uri.TryCreate(endpoint.Url, UriKind.Absolute, out var known) && known.AbsolutePath == WebhookDoor.Path
        : endpoint.Url == url.ToString();
}
