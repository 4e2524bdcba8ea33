using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Disputes;

/// <summary>GET /v1/disputes/:id.</summary>
internal static class RetrieveDispute
{
    public static void MapRetrieveDispute(this StripeRoutes api) => api.Map("GET", "/v1/disputes/{id}", ObjectNames.Dispute, Find);

    public static Dispute Find(ApiCall call) =>
        call.State.Disputes.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.Dispute, call.Id);

    /// <summary>The dispute in the path of a request that wants to say something: a decided one is closed.</summary>
    public static Dispute FindOpen(ApiCall call) =>
        Find(call) is { IsOpen: true } dispute
            ? dispute
            : throw StripeError.Invalid("This dispute is already closed.");
}
