using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>DELETE /v1/subscriptions/:id: ends it now, without a refund; what is unused may become a credit.</summary>
internal static class CancelSubscription
{
    public static void MapCancelSubscription(this StripeRoutes api) =>
        api.Map("DELETE", "/v1/subscriptions/{id}", ObjectNames.Subscription, Read, Apply);

    private static Request Read(Parameters parameters) => new(
        CancellationDetails.Read(parameters), parameters.Flag("prorate") ?? false, parameters.Flag("invoice_now") ?? false);

    private static Subscription Apply(ApiCall call, Request request)
    {
        var subscription = RetrieveSubscription.FindLiving(call);
        return call.Processes.Subscriptions.CancelBilled(
            subscription, request.Details.ApplyTo(subscription.Cancellation), request.Prorates, request.InvoicesNow, call.Cause);
    }

    private sealed record Request(CancellationDetails Details, bool Prorates, bool InvoicesNow);
}
