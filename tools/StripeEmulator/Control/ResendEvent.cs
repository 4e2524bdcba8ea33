using Microsoft.AspNetCore.Http.HttpResults;
using StripeEmulator.State;

namespace StripeEmulator.Control;

/// <summary>POST /_emulator/events/:id/resend: sends an event once more to every endpoint that wants its type.</summary>
internal static class ResendEvent
{
    public static void MapResendEvent(this RouteGroupBuilder control) => control.MapPost("/events/{id}/resend", Resend);

    private static Results<Accepted, NotFound> Resend(string id, StripeState state)
    {
        lock (state.Gate)
        {
            if (state.FindEvent(id) is not { } recorded)
            {
                return TypedResults.NotFound();
            }

            state.Resend(recorded, endpointId: null);
            return TypedResults.Accepted((string?)null);
        }
    }
}
