using Contracts;
using Operator.Doctor;
using Stripe;

namespace Operator.StripeSetup;

/// <summary>Makes Stripe send the events that are handled.</summary>
internal sealed class EndpointSetup(StripeClient stripe, TextWriter report)
{
    /// <returns>The signing secret of an endpoint that was made; null of one that was there, because Stripe shows it but once.</returns>
    public async Task<string?> EnsureAsync(Uri url, CancellationToken cancellationToken)
    {
        var endpoints = stripe.V1.WebhookEndpoints;
        if (await EndpointCheck.FindAsync(stripe, url, cancellationToken) is not { } known)
        {
            var made = await endpoints.CreateAsync(
                new WebhookEndpointCreateOptions { Url = url.ToString(), EnabledEvents = [.. StripeEventTypes.Handled] },
                cancellationToken: cancellationToken);
            await report.WriteLineAsync($"# made webhook endpoint {made.Id} at {url}");
            return made.Secret;
        }
        var missing = EndpointCheck.MissingEvents(known).ToList();
        if (missing.Count == 0 && known.Status == StripeWords.Enabled)
        {
            await report.WriteLineAsync($"# kept webhook endpoint {known.Id} at {url}");
            return null;
        }
        // What somebody else wanted to hear stays.
        await endpoints.UpdateAsync(
            known.Id,
            new WebhookEndpointUpdateOptions { Disabled = false, EnabledEvents = [.. known.EnabledEvents, .. missing] },
            cancellationToken: cancellationToken);
        await report.WriteLineAsync($"# changed webhook endpoint {known.Id} at {url}");
        return null;
    }
}
