using System.Text;
using System.Text.Json.Nodes;
using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.RequestLogs;
using StripeEmulator.State;
using StripeEmulator.Webhooks;

namespace StripeEmulator.Cli;

/// <summary>The messages on the Stripe CLI's web socket.</summary>
internal static class CliMessages
{
    /// <summary>An event, signed here: the CLI only passes it on.</summary>
    /// <param name="version">The version the event is written in.</param>
    /// <param name="asked">The version that its receiver is taken to have asked for; null is the account's own.</param>
    public static EventFrame WebhookEvent(Event recorded, ApiVersion version, ApiVersion? asked, long wallSeconds, string secret)
    {
        var body = ApiAnswer.Serialize(EventJson.Render(recorded, version));
        var signature = WebhookSignature.Header(wallSeconds, body, [secret]);
        var conversationId = StripeIds.WebhookConversation();
        return new EventFrame(conversationId, signature, Bytes(new JsonObject
        {
            ["type"] = "webhook_event",
            ["endpoint"] = new JsonObject { ["api_version"] = asked?.Text },
            ["event_payload"] = Encoding.UTF8.GetString(body),
            ["http_headers"] = new JsonObject
            {
                ["Accept"] = WebhookHeaders.Accept,
                ["Cache-Control"] = "no-cache",
                ["Content-Type"] = "application/json; charset=utf-8",
                [WebhookSignature.HeaderName] = signature,
                ["User-Agent"] = WebhookHeaders.UserAgent,
            },
            ["webhook_conversation_id"] = conversationId,
            ["webhook_id"] = "wh_" + conversationId[(conversationId.IndexOf('_', StringComparison.Ordinal) + 1)..],
        }));
    }

    public static byte[] RequestLogEvent(LoggedRequest request)
    {
        var payload = new JsonObject
        {
            ["created_at"] = request.StartedAt.ToUnixTimeSeconds(),
            ["livemode"] = false,
            ["method"] = request.Method,
            ["request_id"] = request.RequestId,
            ["status"] = request.Status ?? 0,
            ["url"] = request.Path,
            ["error"] = request.Error is not { } error ? new JsonObject() : new JsonObject
            {
                ["type"] = error.Type,
                ["charge"] = error.Charge,
                ["code"] = error.Code,
                ["decline_code"] = error.DeclineCode,
                ["message"] = error.Message,
                ["param"] = error.Parameter,
            },
        };
        return Bytes(new JsonObject
        {
            ["type"] = "request_log_event",
            ["event_payload"] = payload.ToJsonString(),
            ["request_log_id"] = "resp_" + request.RequestId,
        });
    }

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}

/// <summary>A message that holds an event, and how its answer will be recognised.</summary>
internal sealed record EventFrame(string ConversationId, string Signature, byte[] Message);
