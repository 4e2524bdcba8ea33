using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>An event as JSON. Its data is in the event's own API version, whatever version its reader asks for.</summary>
internal static class EventJson
{
    public static JsonObject Render(Event recorded) => Render(recorded, recorded.Version);

    /// <summary>As an endpoint gets it that asked for a version of its own.</summary>
    public static JsonObject Render(Event recorded, ApiVersion version)
    {
        var subject = ResourceJson.Render(recorded.Subject, version);
        var data = new JsonObject { ["object"] = subject };
        if (recorded.Before is { } before)
        {
            data["previous_attributes"] = PreviousAttributes(ResourceJson.Render(before, version), subject);
        }

        return new JsonObject
        {
            ["id"] = recorded.Id,
            ["object"] = recorded.ObjectName,
            ["api_version"] = version.Text,
            ["created"] = recorded.Created,
            ["data"] = data,
            ["livemode"] = false,
            ["pending_webhooks"] = recorded.UndeliveredTo.Length,
            ["request"] = new JsonObject
            {
                ["id"] = recorded.Cause.RequestId,
                ["idempotency_key"] = recorded.Cause.IdempotencyKey,
            },
            ["type"] = recorded.Type,
        };
    }

    /// <summary>What changed, with the values it had: nested objects by their changed fields, lists whole, a new field as null.</summary>
    private static JsonObject PreviousAttributes(JsonObject before, JsonObject after)
    {
        var changed = new JsonObject();
        foreach (var name in before.Select(field => field.Key).Union(after.Select(field => field.Key)))
        {
            var (old, current) = (before[name], after[name]);
            if (!JsonNode.DeepEquals(old, current))
            {
                changed[name] = old is JsonObject oldObject && current is JsonObject currentObject
                    ? PreviousAttributes(oldObject, currentObject)
                    : old?.DeepClone();
            }
        }

        return changed;
    }
}
