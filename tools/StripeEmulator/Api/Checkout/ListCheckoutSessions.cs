using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Checkout;

/// <summary>GET /v1/checkout/sessions.</summary>
internal static class ListCheckoutSessions
{
    public static void MapListCheckoutSessions(this StripeRoutes api) =>
        api.MapList("/v1/checkout/sessions", ObjectNames.CheckoutSession, Filter, state => state.CheckoutSessions);

    private static ListFilter<CheckoutSession> Filter(Parameters parameters)
    {
        parameters.RefuseUncovered("accounts as customers", "customer_account");
        parameters.RefuseUncovered("payment links", "payment_link");
        var email = parameters.Nested("customer_details")?.RequiredText("email");
        var paymentIntent = parameters.Text("payment_intent");
        var subscription = parameters.Text("subscription");
        CheckoutStatus? status = parameters.OneOf("status", "open", "complete", "expired") switch
        {
            "open" => CheckoutStatus.Open,
            "complete" => CheckoutStatus.Complete,
            "expired" => CheckoutStatus.Expired,
            _ => null,
        };
        return new(Group: parameters.Text("customer"), (_, session) =>
            (paymentIntent is null || (!session.IsSubscription && session.PaymentIntentId == paymentIntent))
            && (subscription is null || session.SubscriptionId == subscription)
            && (email is null || session.PayerEmail == email)
            && (status is null || session.Status == status));
    }
}
