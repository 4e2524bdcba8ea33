using Microsoft.AspNetCore.Http.HttpResults;
using StripeEmulator.Webhooks;
using StripeEmulator.Webhooks.Rules;

namespace StripeEmulator.Control;

/// <summary>GET /_emulator/deliveries/held and POST …/held/release: what a rule holds back, and lets it go in an order of one's choice.</summary>
internal static class ReleaseDeliveries
{
    private const string Reversed = "reversed";

    public static void MapHeldDeliveries(this RouteGroupBuilder control)
    {
        control.MapGet("/deliveries/held", (HeldDeliveries held) => TypedResults.Ok(new HeldShown([.. held.All().Select(Shown)])));
        control.MapPost("/deliveries/held/release", ReleaseAsync);
    }

    private static async Task<Ok<Released>> ReleaseAsync(
        HttpRequest request, WebhookDispatcher dispatcher, CancellationToken cancellationToken)
    {
        var body = await ControlBody.ReadAsync(request, cancellationToken);
        var ids = body.List("ids");
        var order = body.OneOf("order", "given", Reversed);
        body.RefuseUnknown();
        return TypedResults.Ok(new Released(dispatcher.Release(ids, order == Reversed)));
    }

    private static HeldOne Shown(HeldDelivery held) =>
        new(held.Id, held.Delivery.Event.Id, held.Delivery.Event.Type, held.Delivery.TargetId, held.RuleId, held.Since);

    internal sealed record HeldShown(IReadOnlyList<HeldOne> Data);

    internal sealed record HeldOne(string Id, string EventId, string EventType, string EndpointId, string RuleId, DateTimeOffset Since);

    /// <param name="Count">How many were let go; an id that was not held counts for nothing.</param>
    internal sealed record Released(int Count);
}
