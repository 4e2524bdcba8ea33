using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Refunds;

/// <summary>GET /v1/refunds.</summary>
internal static class ListRefunds
{
    public static void MapListRefunds(this StripeRoutes api) =>
        api.MapList("/v1/refunds", ObjectNames.Refund, Filter, state => state.Refunds);

    private static ListFilter<Refund> Filter(Parameters parameters)
    {
        var paymentIntent = parameters.Text("payment_intent");
        return new(
            Group: parameters.Text("charge"),
            (_, refund) => paymentIntent is null || refund.PaymentIntentId == paymentIntent);
    }
}
