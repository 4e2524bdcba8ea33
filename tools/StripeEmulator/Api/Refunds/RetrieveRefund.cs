using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Refunds;

/// <summary>GET /v1/refunds/:id.</summary>
internal static class RetrieveRefund
{
    public static void MapRetrieveRefund(this StripeRoutes api) => api.Map("GET", "/v1/refunds/{id}", ObjectNames.Refund, Find);

    public static Refund Find(ApiCall call) =>
        call.State.Refunds.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.Refund, call.Id);
}
