using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.SetupIntents;

/// <summary>GET /v1/setup_intents, and the attempts at one.</summary>
internal static class ListSetupIntents
{
    public static void MapListSetupIntents(this StripeRoutes api)
    {
        api.MapList("/v1/setup_intents", ObjectNames.SetupIntent, Filter, state => state.SetupIntents);
        api.MapList(
            "/v1/setup_attempts",
            ObjectNames.SetupAttempt,
            parameters => new(Group: parameters.RequiredText("setup_intent"), (_, _) => true),
            state => state.SetupAttempts);
    }

    private static ListFilter<SetupIntent> Filter(Parameters parameters)
    {
        parameters.RefuseUncovered("Connect", "attach_to_self");
        parameters.RefuseUncovered("accounts as customers", "customer_account");
        var method = parameters.Text("payment_method");
        return new(Group: parameters.Text("customer"), (_, intent) => method is null || intent.PaymentMethodId == method);
    }
}
