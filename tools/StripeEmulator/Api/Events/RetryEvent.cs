using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Events;

/// <summary>POST /v1/events/:id/retry: what the Stripe CLI's <c>events resend</c> calls.</summary>
internal static class RetryEvent
{
    public static void MapRetryEvent(this StripeRoutes api) =>
        api.Map("POST", "/v1/events/{id}/retry", ObjectNames.Event, Read, Apply);

    private static string? Read(Parameters parameters)
    {
        parameters.Accept("for_stripecli", "account");
        return parameters.Text("webhook_endpoint");
    }

    private static Event Apply(ApiCall call, string? endpointId)
    {
        var recorded = RetrieveEvent.Find(call);
        return call.State.Resend(recorded, endpointId)
            ? recorded
            : throw StripeError.NoSuch("webhook_endpoint", endpointId!, "webhook_endpoint");
    }
}
