using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.SetupIntents;

/// <summary>POST /v1/setup_intents/:id, and its cancellation, while it is open.</summary>
internal static class ChangeSetupIntent
{
    public static void MapChangeSetupIntent(this StripeRoutes api)
    {
        api.Map("POST", "/v1/setup_intents/{id}", ObjectNames.SetupIntent, SetupIntentParameters.Read, (call, fields) =>
            call.State.SetupIntents.Put(fields.ApplyTo(RetrieveSetupIntent.FindOpen(call, clientSecret: null, "update"), call.State)));
        api.Map("POST", "/v1/setup_intents/{id}/cancel", ObjectNames.SetupIntent, ReadReason, (call, reason) =>
            call.Processes.Setups.Cancel(RetrieveSetupIntent.FindOpen(call, clientSecret: null, "cancel"), reason, call.Cause));
    }

    private static string? ReadReason(Parameters parameters) =>
        parameters.OneOf("cancellation_reason", "abandoned", "duplicate", "requested_by_customer");
}
