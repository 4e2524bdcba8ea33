using System.Text.Json.Nodes;
using Stripe;

namespace StripeEmulator.Tests.Running;

/// <summary>An emulator whose events of one type go to two endpoints, each in a version of its own.</summary>
public sealed class TwoVersions : IAsyncDisposable
{
    public const string Acacia = "2025-02-24.acacia";
    public const string Endive = "2026-10-28.endive";

    private readonly WebhookReceiver _old;
    private readonly WebhookReceiver _current;
    private readonly ClockedServer _clocked;

    private TwoVersions(WebhookReceiver old, WebhookReceiver current, ClockedServer clocked) =>
        (_old, _current, _clocked) = (old, current, clocked);

    public EmulatorServer Server => _clocked.Server;

    public static async Task<TwoVersions> StartAsync(string type)
    {
        var versions = new TwoVersions(
            await WebhookReceiver.StartAsync(), await WebhookReceiver.StartAsync(), await ClockedServer.StartAsync());
        await versions.RegisterAsync(versions._old, Acacia, type);
        await versions.RegisterAsync(versions._current, Endive, type);
        return versions;
    }

    public Task AdvanceAsync(TimeSpan by) => _clocked.AdvanceAsync(by);

    /// <summary>The next event, in either version.</summary>
    public async Task<(JsonNode Old, JsonNode Current)> TakeAsync() =>
        (JsonNode.Parse((await _old.TakeAsync(1))[0].Body)!, JsonNode.Parse((await _current.TakeAsync(1))[0].Body)!);

    public async ValueTask DisposeAsync()
    {
        await _clocked.DisposeAsync();
        await _old.DisposeAsync();
        await _current.DisposeAsync();
    }

    private Task<WebhookEndpoint> RegisterAsync(WebhookReceiver receiver, string version, string type) =>
        Server.Stripe.V1.WebhookEndpoints.CreateAsync(new() { Url = receiver.Url.ToString(), ApiVersion = version, EnabledEvents = [type] });
}
