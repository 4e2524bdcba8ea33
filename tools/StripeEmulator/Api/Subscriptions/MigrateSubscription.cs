using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>POST /v1/subscriptions/:id/migrate: makes a classic subscription flexible; there is no way back.</summary>
internal static class MigrateSubscription
{
    public static void MapMigrateSubscription(this StripeRoutes api) =>
        api.Map("POST", "/v1/subscriptions/{id}/migrate", ObjectNames.Subscription, Read, Apply);

    private static string Read(Parameters parameters)
    {
        var mode = parameters.Nested("billing_mode") ?? throw StripeError.MissingParameter("billing_mode");
        mode.Accept("flexible");
        mode.RequiredText("type");
        return mode.OneOf("type", "flexible")!;
    }

    private static Subscription Apply(ApiCall call, string mode)
    {
        var classic = RetrieveSubscription.FindLiving(call);
        return classic.IsClassic
            ? call.Processes.Subscriptions.Change(
                classic, classic with { IsClassic = false, FlexibleSince = call.State.Now }, ProrationBehaviors.None, call.Cause)
            : throw StripeError.InvalidParameter($"The subscription has the billing mode `{mode}` already.", "billing_mode");
    }
}
