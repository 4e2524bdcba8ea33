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
    private readonly string _type;

    private TwoVersions(WebhookReceiver old, WebhookReceiver current, ClockedServer clocked, string type) =>
        (_old, _current, _clocked, _type) = (old, current, clocked, type);

    public EmulatorServer Server => _clocked.Server;

    public static async Task<TwoVersions> StartAsync(string type)
    {
        var versions = new TwoVersions(
            await WebhookReceiver.StartAsync(), await WebhookReceiver.StartAsync(), await ClockedServer.StartAsync(), type);
        await versions.RegisterAsync(versions._old, Acacia);
        await versions.RegisterAsync(versions._current, Endive);
        return versions;
    }

    public Task AdvanceAsync(TimeSpan by) => _clocked.AdvanceAsync(by);

    /// <summary>The first event, in either version. It is told by its id, as later ones may overtake it on the way to an endpoint.</summary>
    public async Task<(JsonNode Old, JsonNode Current)> TakeAsync()
    {
        var first = (await Server.Stripe.V1.Events.ListAsync(new() { Type = _type, Limit = 100 })).Last().Id;
        return (JsonNode.Parse((await _old.TakeAsync(first)).Body)!, JsonNode.Parse((await _current.TakeAsync(first)).Body)!);
    }

    public async ValueTask DisposeAsync()
    {
        await _clocked.DisposeAsync();
        await _old.DisposeAsync();
        await _current.DisposeAsync();
    }

    private Task<WebhookEndpoint> RegisterAsync(WebhookReceiver receiver, string version) =>
        Server.Stripe.V1.WebhookEndpoints.CreateAsync(new() { Url = receiver.Url.ToString(), ApiVersion = version, EnabledEvents = [_type] });
}
