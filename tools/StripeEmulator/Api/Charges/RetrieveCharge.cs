using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Charges;

/// <summary>GET /v1/charges/:id.</summary>
internal static class RetrieveCharge
{
    public static void MapRetrieveCharge(this StripeRoutes api) =>
        api.Map("GET", "/v1/charges/{id}", ObjectNames.Charge, Find);

    public static Charge Find(ApiCall call) =>
        call.State.Charges.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.Charge, call.Id);
}
