using Microsoft.AspNetCore.Http.HttpResults;
using StripeEmulator.State;

namespace StripeEmulator.Control;

/// <summary>
/// POST /_emulator/events/:id/resend: sends an event once more, to one endpoint or to whoever wants its type. Rules for deliveries
/// have no say in what somebody sends by hand.
/// </summary>
internal static class ResendEvent
{
    public static void MapResendEvent(this RouteGroupBuilder control) => control.MapPost("/events/{id}/resend", ResendAsync);

    private static async Task<Results<Accepted, NotFound>> ResendAsync(
        string id, HttpRequest request, StripeState state, CancellationToken cancellationToken)
    {
        var body = await ControlBody.ReadAsync(request, cancellationToken);
        var endpointId = body.Text("endpoint");
        body.RefuseUnknown();
        lock (state.Gate)
        {
            return state.FindEvent(id) is { } recorded && state.Resend(recorded, endpointId)
                ? TypedResults.Accepted((string?)null)
                : TypedResults.NotFound();
        }
    }
}
