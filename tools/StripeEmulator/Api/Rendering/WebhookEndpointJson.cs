using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A webhook endpoint as JSON. Its secret is shown once, in the answer to its creation.</summary>
internal static class WebhookEndpointJson
{
    public static JsonObject Render(WebhookEndpoint endpoint)
    {
        if (endpoint.IsDeleted)
        {
            return new JsonObject { ["id"] = endpoint.Id, ["object"] = endpoint.ObjectName, ["deleted"] = true };
        }

        var json = new JsonObject
        {
            ["id"] = endpoint.Id,
            ["object"] = endpoint.ObjectName,
            ["api_version"] = endpoint.Version?.Text,
            ["application"] = null,
            ["created"] = endpoint.Created,
            ["description"] = endpoint.Description,
            ["enabled_events"] = new JsonArray([.. endpoint.EnabledEvents.Select(type => (JsonNode)type)]),
            ["livemode"] = false,
            ["metadata"] = ResourceJson.Metadata(endpoint.Metadata),
            ["status"] = endpoint.IsDisabled ? "disabled" : "enabled",
            ["url"] = endpoint.Url.OriginalString,
        };
        if (endpoint.ShowsSecret)
        {
            json["secret"] = endpoint.Secrets[0];
        }

        return json;
    }
}
