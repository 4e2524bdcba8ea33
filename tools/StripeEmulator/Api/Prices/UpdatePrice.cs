using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Prices;

/// <summary>POST /v1/prices/:id.</summary>
internal static class UpdatePrice
{
    public static void MapUpdatePrice(this StripeRoutes api) =>
        api.Map("POST", "/v1/prices/{id}", ObjectNames.Price, Read, (call, parameters) =>
        {
            var before = RetrievePrice.Find(call);
            var after = call.State.Prices.Put(parameters.ApplyTo(before, call.State));
            if (!ResourceJson.AreSame(before, after, call.Version))
            {
                call.State.Record(EventTypes.PriceUpdated, after, call.Cause, before);
            }

            return after;
        });

    private static PriceParameters Read(Parameters parameters)
    {
        parameters.RefuseUncovered("prices in several currencies", "currency_options");
        return PriceParameters.Read(parameters);
    }
}
