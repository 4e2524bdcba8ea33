using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Charges;

/// <summary>GET /v1/charges, failed ones included.</summary>
internal static class ListCharges
{
    public static void MapListCharges(this StripeRoutes api) =>
        api.MapList("/v1/charges", ObjectNames.Charge, Filter, state => state.Charges);

    private static ListFilter<Charge> Filter(Parameters parameters)
    {
        var customer = parameters.Text("customer");
        var transferGroup = parameters.Text("transfer_group");
        return new(
            Group: parameters.Text("payment_intent"),
            (_, charge) => (customer is null || charge.CustomerId == customer)
                && (transferGroup is null || charge.TransferGroup == transferGroup));
    }
}
