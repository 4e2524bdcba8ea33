using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Prices;

/// <summary>GET /v1/prices/:id.</summary>
internal static class RetrievePrice
{
    public static void MapRetrievePrice(this StripeRoutes api) => api.Map("GET", "/v1/prices/{id}", ObjectNames.Price, Find);

    public static Price Find(ApiCall call) =>
        call.State.Prices.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.Price, call.Id, "price");
}
