using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Disputes;

/// <summary>GET /v1/disputes.</summary>
internal static class ListDisputes
{
    public static void MapListDisputes(this StripeRoutes api) =>
        api.MapList("/v1/disputes", ObjectNames.Dispute, Filter, state => state.Disputes);

    private static ListFilter<Dispute> Filter(Parameters parameters)
    {
        var charge = parameters.Text("charge");
        return new(Group: parameters.Text("payment_intent"), (_, dispute) => charge is null || dispute.ChargeId == charge);
    }
}
