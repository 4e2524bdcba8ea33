using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.WebhookEndpoints;

/// <summary>POST /v1/webhook_endpoints; the answer alone shows the signing secret.</summary>
internal static class CreateWebhookEndpoint
{
    public static void MapCreateWebhookEndpoint(this StripeRoutes api) =>
        api.Map("POST", "/v1/webhook_endpoints", ObjectNames.WebhookEndpoint, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        parameters.Accept("connect");
        parameters.RequiredText("url");
        var fields = EndpointParameters.Read(parameters);
        return fields.EnabledEvents is null
            ? throw StripeError.MissingParameter("enabled_events")
            : new Request(Version(parameters), fields);
    }

    private static WebhookEndpoint Apply(ApiCall call, Request request)
    {
        var state = call.State;
        if (state.WebhookEndpoints.Count >= StateLimits.WebhookEndpointsMax)
        {
            throw StripeError.Invalid($"You have reached the maximum of {StateLimits.WebhookEndpointsMax} test webhook endpoints.");
        }

        var created = state.WebhookEndpoints.Put(request.Fields.ApplyTo(new WebhookEndpoint
        {
            Id = StripeIds.Stamped("we", state.Now),
            Created = state.Now,
            Url = request.Fields.Url!,
            Secrets = [StripeIds.WebhookSecret()],
            EnabledEvents = [],
            Version = request.Version,
        }));
        return created with { ShowsSecret = true };
    }

    private static ApiVersion? Version(Parameters parameters) =>
        parameters.Text("api_version") is not { } text ? null
        : ApiVersion.TryParse(text)
            ?? throw StripeError.InvalidParameter($"Invalid Stripe API version: {text}", "api_version");

    private sealed record Request(ApiVersion? Version, EndpointParameters Fields);
}
