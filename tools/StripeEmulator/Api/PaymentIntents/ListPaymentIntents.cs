using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentIntents;

/// <summary>GET /v1/payment_intents.</summary>
internal static class ListPaymentIntents
{
    public static void MapListPaymentIntents(this StripeRoutes api) =>
        api.MapList("/v1/payment_intents", ObjectNames.PaymentIntent, Filter, state => state.PaymentIntents);

    private static ListFilter<PaymentIntent> Filter(Parameters parameters)
    {
        parameters.RefuseUncovered("accounts as customers", "customer_account");
        return new(Group: parameters.Text("customer"), (_, _) => true);
    }
}
