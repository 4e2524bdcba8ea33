using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentIntents;

/// <summary>POST /v1/payment_intents/:id. Stripe sends no event for it.</summary>
internal static class UpdatePaymentIntent
{
    public static void MapUpdatePaymentIntent(this StripeRoutes api) =>
        api.Map("POST", "/v1/payment_intents/{id}", ObjectNames.PaymentIntent, Read, Apply);

    private static Request Read(Parameters parameters) => new(
        parameters.Integer("amount") is { } amount ? AmountParameters.Checked(amount) : null,
        AmountParameters.Currency(parameters),
        PaymentIntentParameters.Read(parameters));

    private static PaymentIntent Apply(ApiCall call, Request request)
    {
        var intent = RetrievePaymentIntent.Find(call, clientSecret: null);
        if (!intent.IsOpen && request.ChangesPayment)
        {
            throw StripeError.UnexpectedState(
                $"This PaymentIntent could not be updated because it has a status of {PaymentIntentJson.NameOf(intent.Status)}. "
                + "You may only update its amount, currency, customer or payment method with one of the following statuses: "
                + "requires_payment_method, requires_confirmation, requires_action.",
                intent);
        }

        var changed = request.Fields.ApplyTo(intent, call.State) with
        {
            AmountCents = request.AmountCents ?? intent.AmountCents,
            Currency = request.Currency ?? intent.Currency,
        };
        if (request.ChangesPayment)
        {
            // What the payer is being asked about, or has agreed to, is no longer what would be paid.
            var isAsking = intent.Status == PaymentIntentStatus.RequiresAction;
            changed = changed with
            {
                Status = isAsking ? PaymentIntentStatus.RequiresConfirmation : intent.Status,
                AuthenticatedMethodId = null,
            };
        }

        return call.State.PaymentIntents.Put(request.Fields.Method.Resolve(call.State) is { } method
            ? changed with { PaymentMethodId = method.Id, Status = PaymentIntentStatus.RequiresConfirmation }
            : changed);
    }

    private sealed record Request(long? AmountCents, string? Currency, PaymentIntentParameters Fields)
    {
        public bool ChangesPayment =>
            AmountCents is not null
            || Currency is not null
            || Fields.Customer.IsGiven
            || Fields.Method is not { IdOrToken: null, Card: null };
    }
}
