using System.Text.Json;
using StripeEmulator.Api.Requests;
using StripeEmulator.Cli;
using StripeEmulator.State;

namespace StripeEmulator.Api.StripeCli;

/// <summary>POST /v1/stripecli/sessions: how <c>stripe listen</c> and <c>stripe logs tail</c> begin. Undocumented; told by the CLI's own requests.</summary>
internal static class CreateCliSession
{
    private const int FeaturesMax = 10;

    public static void MapCreateCliSession(this StripeRoutes api, CliSessions sessions, EmulatorSettings settings) =>
        api.Map(
            "POST",
            "/v1/stripecli/sessions",
            "stripecli.session",
            Read,
            (call, request) => sessions.Open(Session(call, request, settings)));

    private static Request Read(Parameters parameters)
    {
        // Where the CLI forwards to, and which events it shows, is its own business.
        parameters.Accept(
            "forward_to_url", "forward_connect_to_url", "forward_thin_to_url", "forward_thin_connect_to_url", "websocket_feature");
        var features = parameters.List("websocket_features", FeaturesMax) ?? [CliSession.WebhooksFeature];
        var feature = features.Contains(CliSession.WebhooksFeature) ? CliSession.WebhooksFeature
            : features.Contains(CliSession.RequestLogsFeature) ? CliSession.RequestLogsFeature
            : throw StripeError.NotEmulated("thin events", "websocket_features");
        return new Request(parameters.Text("device_name") ?? "", feature, Filter(parameters.Text("filters")));
    }

    private static RequestLogFilter Filter(string? json)
    {
        try
        {
            return json is null ? RequestLogFilter.None : RequestLogFilter.Parse(json);
        }
        catch (JsonException)
        {
            throw StripeError.InvalidParameter("Invalid filters: must be JSON", "filters");
        }
    }

    private static CliSession Session(ApiCall call, Request request, EmulatorSettings settings)
    {
        var scheme = call.Http.IsHttps ? "wss" : "ws";
        return new CliSession
        {
            Id = StripeIds.CliSession(),
            Created = call.State.Now,
            Feature = request.Feature,
            WebSocketUrl = new Uri($"{scheme}://{call.Http.Host}{ConnectCli.Path}"),
            Secret = settings.ListenSecret ?? CliSessions.SecretOf(ApiKeys.KeyIn(call.Http) ?? "", request.DeviceName),
            DefaultVersion = settings.AccountVersion.Text,
            Filter = request.Filter,
        };
    }

    private sealed record Request(string DeviceName, string Feature, RequestLogFilter Filter);
}
