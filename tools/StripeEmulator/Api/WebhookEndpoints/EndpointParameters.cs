using System.Collections.Immutable;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.WebhookEndpoints;

/// <summary>What a webhook endpoint can be created with and changed to.</summary>
internal sealed record EndpointParameters(Uri? Url, ImmutableArray<string>? EnabledEvents, Change<string> Description, MetadataChange Metadata)
{
    private const int EventsMax = 500;

    public static EndpointParameters Read(Parameters parameters) => new(
        ReadUrl(parameters),
        parameters.List("enabled_events", EventsMax),
        parameters.TextChange("description"),
        parameters.Metadata());

    public WebhookEndpoint ApplyTo(WebhookEndpoint endpoint) => endpoint with
    {
        Url = Url ?? endpoint.Url,
        EnabledEvents = EnabledEvents ?? endpoint.EnabledEvents,
        Description = Description.Or(endpoint.Description),
        Metadata = Metadata.ApplyWithinLimit(endpoint.Metadata),
    };

    private static Uri? ReadUrl(Parameters parameters) =>
        parameters.Text("url") is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw StripeError.InvalidParameter("Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid");
}
