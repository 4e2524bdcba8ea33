using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Disputes;

/// <summary>GET /v1/radar/early_fraud_warnings, and one of them.</summary>
internal static class EarlyFraudWarnings
{
    public static void MapEarlyFraudWarnings(this StripeRoutes api)
    {
        api.Map("GET", "/v1/radar/early_fraud_warnings/{id}", ObjectNames.EarlyFraudWarning, call =>
            call.State.EarlyFraudWarnings.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.EarlyFraudWarning, call.Id));
        api.MapList("/v1/radar/early_fraud_warnings", ObjectNames.EarlyFraudWarning, Filter, state => state.EarlyFraudWarnings);
    }

    private static ListFilter<EarlyFraudWarning> Filter(Parameters parameters)
    {
        var charge = parameters.Text("charge");
        var paymentIntent = parameters.Text("payment_intent");
        return new(Group: null, (_, warning) =>
            (charge is null || warning.ChargeId == charge) && (paymentIntent is null || warning.PaymentIntentId == paymentIntent));
    }
}
