using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.Cli;

namespace StripeEmulator.Api.Rendering;

/// <summary>A session of the Stripe CLI as JSON.</summary>
internal static class CliSessionJson
{
    /// <summary>After so long the CLI resets its connection. It misses nothing by that, but there is no need to hurry.</summary>
    private const int ReconnectSeconds = 3_600;

    public static JsonObject Render(CliSession session) => new()
    {
        ["default_version"] = session.DefaultVersion,
        ["device_token"] = "",
        ["display_connect_filter_warning"] = false,
        ["latest_version"] = ApiVersion.Latest.Text,
        ["reconnect_delay"] = ReconnectSeconds,
        ["secret"] = session.Secret,
        ["websocket_authorized_feature"] = session.Feature,
        ["websocket_id"] = session.Id,
        ["websocket_url"] = session.WebSocketUrl.ToString(),
    };
}
