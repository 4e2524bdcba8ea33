using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Takes the payer's answer to a bank's question (3D Secure), and lets the payment that waited for it go on.</summary>
internal sealed class Authentications(StripeState state, Payments payments, Checkout checkout)
{
    /// <summary>The payment that asked this, whether it still waits for an answer or not.</summary>
    public PaymentIntent? Find(string intentId, string source) =>
        state.PaymentIntents.Find(intentId) is { RequiredAction: { } asked } intent && asked.Source == source ? intent : null;

    /// <summary>The session that the payment belongs to, for one of Checkout.</summary>
    public CheckoutSession? SessionOf(PaymentIntent intent) =>
        intent.CheckoutSessionId is { } id ? state.CheckoutSessions.Find(id) : null;

    public bool IsWaiting(PaymentIntent intent) =>
        intent.Status == PaymentIntentStatus.RequiresAction && SessionOf(intent) is null or { Status: CheckoutStatus.Open };

    /// <summary>The payment as it stands after the answer; a second answer changes nothing.</summary>
    public PaymentIntent Answer(PaymentIntent intent, bool agrees)
    {
        if (!IsWaiting(intent) || state.PaymentMethods.Find(intent.PaymentMethodId!) is not { } method)
        {
            return intent;
        }

        using var clock = state.Time.On(state.TestClockOf(intent.CustomerId));
        if (SessionOf(intent) is { } session)
        {
            checkout.Answer(session, intent, method, agrees, EventCause.Stripe);
            return state.PaymentIntents.Find(intent.Id)!;
        }

        return payments.Answer(intent, method, agrees, EventCause.Stripe);
    }
}
