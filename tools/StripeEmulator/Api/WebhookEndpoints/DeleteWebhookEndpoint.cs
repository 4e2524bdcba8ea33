using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.WebhookEndpoints;

/// <summary>DELETE /v1/webhook_endpoints/:id: nothing more is sent to it, retries included.</summary>
internal static class DeleteWebhookEndpoint
{
    public static void MapDeleteWebhookEndpoint(this StripeRoutes api) =>
        api.Map("DELETE", "/v1/webhook_endpoints/{id}", ObjectNames.WebhookEndpoint, call =>
        {
            var endpoint = RetrieveWebhookEndpoint.Find(call);
            call.State.DeleteEndpoint(endpoint.Id);
            return endpoint with { IsDeleted = true };
        });
}
