using StripeEmulator.State;

namespace StripeEmulator.Cli;

/// <summary>What a Stripe CLI was told when it asked to listen: where to connect to, as whom, and the secret that its events are signed with.</summary>
internal sealed record CliSession : StripeResource
{
    public const string WebhooksFeature = "webhooks";
    public const string RequestLogsFeature = "request_logs";

    public override string ObjectName => "stripecli.session";

    public required string Feature { get; init; }
    public required Uri WebSocketUrl { get; init; }
    public required string Secret { get; init; }
    public required string DefaultVersion { get; init; }
    public RequestLogFilter Filter { get; init; } = RequestLogFilter.None;
}
