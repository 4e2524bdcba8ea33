using StripeEmulator.Api.Invoices;
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
        parameters.RefuseUncovered("accounts as customers", "customer_account");
        parameters.RefuseUncovered(null, "automatic_tax", "current_period_end", "current_period_start");
        var customer = parameters.Text("customer");
        var testClock = parameters.Text("test_clock");
        var price = parameters.Text("price") ?? parameters.Text("plan");
        parameters.Accept("plan");
        var sends = CollectionMethod.ReadSends(parameters);
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
