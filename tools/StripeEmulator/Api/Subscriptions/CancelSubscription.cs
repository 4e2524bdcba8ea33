using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>DELETE /v1/subscriptions/:id: ends it now, without a refund.</summary>
internal static class CancelSubscription
{
    public static void MapCancelSubscription(this StripeRoutes api) =>
        api.Map("DELETE", "/v1/subscriptions/{id}", ObjectNames.Subscription, Read, Apply);

    private static CancellationDetails Read(Parameters parameters) =>
        parameters.Flag("invoice_now") == true || parameters.Flag("prorate") == true
            ? throw StripeError.NotEmulated("a last invoice at the end of a subscription", "invoice_now")
            : CancellationDetails.Read(parameters);

    private static Subscription Apply(ApiCall call, CancellationDetails details)
    {
        var subscription = RetrieveSubscription.FindLiving(call);
        return call.Processes.Subscriptions.Cancel(subscription, details.ApplyTo(subscription.Cancellation), call.Cause);
    }
}
