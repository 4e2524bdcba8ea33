using Microsoft.AspNetCore.Http.HttpResults;
using StripeEmulator.Api.PaymentMethods;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Control;

/// <summary>POST /_emulator/checkout/:id/pay and /settle: what a payer does on the hosted page, and what a bank does days later.</summary>
internal static class PayCheckout
{
    /// <summary>Nobody sees the page of the card's bank: the request says what the payer answers there.</summary>
    private static readonly Confirmation Asking = new() { Pages = new Uri("http://localhost") };

    public static void MapPayCheckout(this RouteGroupBuilder control)
    {
        control.MapPost("/checkout/{id}/pay", Pay);
        control.MapPost("/checkout/{id}/settle", Settle);
    }

    private static Results<Ok<Paid>, NotFound, BadRequest<Problem>, Conflict<Problem>> Pay(
        string id, PayRequest request, StripeState state, Timekeeper timekeeper, Checkout checkout, Authentications authentications)
    {
        lock (state.Gate)
        {
            using var still = state.Time.StandStill();
            timekeeper.CatchUp();
            if (state.CheckoutSessions.Find(id) is not { } session)
            {
                return TypedResults.NotFound();
            }

            if (session.Status != CheckoutStatus.Open)
            {
                return TypedResults.Conflict(new Problem("The session is no longer open."));
            }

            if (Method(state, request) is not { } method)
            {
                return TypedResults.BadRequest(new Problem(
                    "Give card (a test number) or paymentMethod (an id or a token such as pm_card_visa or pm_usBankAccount_success)."));
            }

            if (session.IsSubscription && method.IsDelayed)
            {
                return TypedResults.BadRequest(new Problem("A subscription is paid by card here."));
            }

            var outcome = checkout.Pay(session, method, new Payer(request.Email, request.Name), Asking, EventCause.Stripe);
            var decline = outcome.Question is { } question
                ? Answered(state, authentications, id, question, request.Authenticates)
                : outcome.Decline;
            return TypedResults.Ok(new Paid(decline is null, decline?.DeclineCode ?? decline?.Code, decline?.PayerMessage));
        }
    }

    /// <summary>Answers the bank's question at once; null when the payment went well then.</summary>
    private static Decline? Answered(
        StripeState state, Authentications authentications, string sessionId, RequiredAction question, bool agrees) =>
        state.CheckoutSessions.Find(sessionId)?.PaymentIntentId is { } intentId
        && authentications.Find(intentId, question.Source) is { } intent
            ? authentications.Answer(intent, agrees).LastPaymentError?.Decline
            : null;

    private static Results<Ok, NotFound, Conflict<Problem>> Settle(
        string id, SettleRequest request, StripeState state, Timekeeper timekeeper, Payments payments)
    {
        lock (state.Gate)
        {
            using var still = state.Time.StandStill();
            timekeeper.CatchUp();
            if (state.CheckoutSessions.Find(id) is not { } session)
            {
                return TypedResults.NotFound();
            }

            return session.PaymentIntentId is { } intentId
                && payments.Settle(intentId, request.Succeeds ? null : Decline.BankInsufficientFunds, EventCause.Stripe)
                    ? TypedResults.Ok()
                    : TypedResults.Conflict(new Problem("The session has no payment under way."));
        }
    }

    private static PaymentMethod? Method(StripeState state, PayRequest request) =>
        request.Card is { } number ? TestMethods.ByNumber(state, number)
        : request.PaymentMethod is not { } named ? null
        : state.PaymentMethods.Find(named) ?? TestMethods.ByToken(state, named);

    internal sealed record PayRequest(string? Card, string? PaymentMethod, string? Email, string? Name, bool Authenticates = true);

    internal sealed record SettleRequest(bool Succeeds = true);

    internal sealed record Paid(bool Succeeded, string? DeclineCode, string? Message);

    internal sealed record Problem(string Message);
}
