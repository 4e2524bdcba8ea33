using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.WebhookEndpoints;

/// <summary>GET /v1/webhook_endpoints, the configured ones included.</summary>
internal static class ListWebhookEndpoints
{
    public static void MapListWebhookEndpoints(this StripeRoutes api) =>
        api.MapList(
            "/v1/webhook_endpoints",
            ObjectNames.WebhookEndpoint,
            _ => new(Group: null, (_, _) => true),
            state => state.WebhookEndpoints);
}
