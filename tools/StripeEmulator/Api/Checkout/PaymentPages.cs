using StripeEmulator.Api.PaymentMethods;
using StripeEmulator.Api.Requests;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Checkout;

/// <summary>
/// GET /v1/payment_pages/:session and POST …/confirm: how the hosted page itself talks to Stripe. Undocumented; the Stripe CLI pays
/// a session this way. Both answer the session.
/// </summary>
internal static class PaymentPages
{
    public static void MapPaymentPages(this StripeRoutes api)
    {
        api.Map("GET", "/v1/payment_pages/{id}", ObjectNames.CheckoutSession, RetrieveCheckoutSession.Find);
        api.Map("POST", "/v1/payment_pages/{id}/confirm", ObjectNames.CheckoutSession, Read, Confirm);
    }

    private static Request Read(Parameters parameters) =>
        new(parameters.RequiredText("payment_method"), parameters.Integer("expected_amount"));

    private static CheckoutSession Confirm(ApiCall call, Request request)
    {
        var session = RetrieveCheckoutSession.Find(call);
        if (session.Status != CheckoutStatus.Open)
        {
            throw StripeError.InvalidParameter(
                "This Checkout Session is no longer active.", "session", "checkout_not_active_session");
        }

        if (request.ExpectedCents is { } expected && expected != session.DueNowCents)
        {
            throw StripeError.InvalidParameter(
                "The expected amount does not match the amount of this Checkout Session.", "expected_amount", "checkout_amount_mismatch");
        }

        var method = TestMethods.FindOrCreate(call.State, request.Method, "payment_method");
        if (session.IsSubscription && method.IsDelayed)
        {
            throw StripeError.NotEmulated("subscriptions paid from a bank account", "payment_method");
        }

        var payer = new Payer(method.BillingDetails.Email, method.BillingDetails.Name);
        var outcome = call.Processes.Checkout.Pay(session, method, payer, new Confirmation { Pages = call.Pages }, call.Cause);
        var after = RetrieveCheckoutSession.Find(call);
        return outcome.Decline is null
            ? after
            : throw StripeError.CardDeclined(call.State.PaymentIntents.Find(after.PaymentIntentId!)!);
    }

    private sealed record Request(string Method, long? ExpectedCents);
}
