using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Events;

/// <summary>GET /v1/events/:id, up to 30 days back.</summary>
internal static class RetrieveEvent
{
    public static void MapRetrieveEvent(this StripeRoutes api) => api.Map("GET", "/v1/events/{id}", ObjectNames.Event, Find);

    public static Event Find(ApiCall call) =>
        call.State.FindEvent(call.Id) ?? throw StripeError.NotFound(ObjectNames.Event, call.Id);
}
