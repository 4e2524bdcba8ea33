using StripeEmulator.Api.Requests;
using StripeEmulator.Cli;
using StripeEmulator.State;

namespace StripeEmulator.Api.Events;

/// <summary>POST /v1/events/:id/retry: what the Stripe CLI's <c>events resend</c> calls.</summary>
internal static class RetryEvent
{
    public static void MapRetryEvent(this StripeRoutes api, CliSessions listeners) => api.Map(
        "POST", "/v1/events/{id}/retry", ObjectNames.Event, Read, (call, request) => Apply(call, request, listeners));

    private static Request Read(Parameters parameters)
    {
        parameters.Accept("account");
        return new Request(parameters.Flag("for_stripecli") ?? false, parameters.Text("webhook_endpoint"));
    }

    private static Event Apply(ApiCall call, Request request, CliSessions listeners)
    {
        var recorded = RetrieveEvent.Find(call);
        if (request is { IsForCli: true, EndpointId: null } && listeners.Listening(CliSession.WebhooksFeature).Count > 0)
        {
            call.State.ResendToListeners(recorded);
            return recorded;
        }

        return call.State.Resend(recorded, request.EndpointId)
            ? recorded
            : throw StripeError.NoSuch("webhook_endpoint", request.EndpointId!, "webhook_endpoint");
    }

    /// <param name="IsForCli">To whoever listens with the CLI; where nobody does, to the endpoints.</param>
    private sealed record Request(bool IsForCli, string? EndpointId);
}
