using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>GET /v1/subscriptions/:id, also of one that has ended.</summary>
internal static class RetrieveSubscription
{
    public static void MapRetrieveSubscription(this StripeRoutes api) =>
        api.Map("GET", "/v1/subscriptions/{id}", ObjectNames.Subscription, Find);

    public static Subscription Find(ApiCall call) =>
        call.State.Subscriptions.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.Subscription, call.Id);

    /// <summary>The subscription in the path of a request that wants to change it: one that has ended is gone.</summary>
    public static Subscription FindLiving(ApiCall call) =>
        Find(call) is { HasEnded: false } subscription
            ? subscription
            : throw StripeError.NotFound(ObjectNames.Subscription, call.Id);
}
