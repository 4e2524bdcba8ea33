using System.Text.Json;
using System.Text.Json.Serialization;

namespace StripeEmulator.Cli;

/// <summary>What a Stripe CLI sends back: <c>event_ack</c> when it has an event, <c>webhook_response</c> when it forwarded one.</summary>
internal sealed record CliReply
{
    public const string Acknowledged = "event_ack";
    public const string Answered = "webhook_response";

    [JsonPropertyName("type")]
    public string Type { get; init; } = "";

    [JsonPropertyName("webhook_conversation_id")]
    public string ConversationId { get; init; } = "";

    [JsonPropertyName("forward_url")]
    public string? ForwardUrl { get; init; }

    [JsonPropertyName("status")]
    public int Status { get; init; }

    [JsonPropertyName("body")]
    public string Body { get; init; } = "";

    [JsonPropertyName("http_headers")]
    public Dictionary<string, string>? Headers { get; init; }

    /// <summary>Null when it is something else.</summary>
    public static CliReply? Parse(ReadOnlySpan<byte> message)
    {
        try
        {
            return JsonSerializer.Deserialize<CliReply>(message);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
