using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>
/// GET /v1/subscriptions; those that have ended only when asked for, those of a test clock only when it or the customer is named.
/// </summary>
internal static class ListSubscriptions
{
    public static void MapListSubscriptions(this StripeRoutes api) =>
        api.MapList("/v1/subscriptions", ObjectNames.Subscription, Filter, state => state.Subscriptions);

    private static ListFilter<Subscription> Filter(Parameters parameters)
    {
        parameters.RefuseUncovered(null, "automatic_tax", "current_period_end", "current_period_start", "customer_account");
        var sends = parameters.OneOf("collection_method", "charge_automatically", "send_invoice") is { } method ? method == "send_invoice" : (bool?)null;
        var customer = parameters.Text("customer");
        var testClock = parameters.Text("test_clock");
        // A plan is a price by its older name, with the same id.
        var price = parameters.Text("price") ?? parameters.Text("plan");
        var status = parameters.OneOf(
            "status",
            "active", "all", "canceled", "ended", "incomplete", "incomplete_expired", "past_due", "paused", "trialing", "unpaid");
        return new(Group: customer, (_, subscription) =>
            IsWanted(subscription, status)
            && (price is null || subscription.Items.Any(item => item.Price.Id == price))
            && (sends is null || subscription.SendsInvoices == sends)
            && (subscription.TestClockId == testClock || (customer is not null && testClock is null)));
    }

    private static bool IsWanted(Subscription subscription, string? status) => status switch
    {
        null => subscription.Status != SubscriptionStatus.Canceled,
        "all" => true,
        "ended" => subscription.HasEnded,
        _ => SubscriptionJson.NameOf(subscription.Status) == status,
    };
}
