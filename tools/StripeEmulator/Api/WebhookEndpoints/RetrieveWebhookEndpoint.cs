using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.WebhookEndpoints;

/// <summary>GET /v1/webhook_endpoints/:id.</summary>
internal static class RetrieveWebhookEndpoint
{
    public static void MapRetrieveWebhookEndpoint(this StripeRoutes api) =>
        api.Map("GET", "/v1/webhook_endpoints/{id}", ObjectNames.WebhookEndpoint, Find);

    public static WebhookEndpoint Find(ApiCall call) =>
        call.State.WebhookEndpoints.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.WebhookEndpoint, call.Id, "webhook_endpoint");
}
