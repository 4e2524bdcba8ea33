using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.WebhookEndpoints;

/// <summary>POST /v1/webhook_endpoints/:id: another URL or choice of events, or out of service. Its version stays.</summary>
internal static class UpdateWebhookEndpoint
{
    public static void MapUpdateWebhookEndpoint(this StripeRoutes api) =>
        api.Map("POST", "/v1/webhook_endpoints/{id}", ObjectNames.WebhookEndpoint, Read, Apply);

    private static Request Read(Parameters parameters) => new(parameters.Flag("disabled"), EndpointParameters.Read(parameters));

    private static WebhookEndpoint Apply(ApiCall call, Request request)
    {
        var before = RetrieveWebhookEndpoint.Find(call);
        return call.State.WebhookEndpoints.Put(
            request.Fields.ApplyTo(before) with { IsDisabled = request.IsDisabled ?? before.IsDisabled });
    }

    private sealed record Request(bool? IsDisabled, EndpointParameters Fields);
}
