using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Refunds;

/// <summary>POST /v1/refunds, of a charge or of a payment's charge; without an amount, of all that is left.</summary>
internal static class CreateRefund
{
    public static void MapCreateRefund(this StripeRoutes api) => api.Map("POST", "/v1/refunds", ObjectNames.Refund, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        parameters.Accept("instructions_email");
        parameters.RefuseUncovered("refunds from a customer's cash balance", "origin", "customer", "currency");
        parameters.RefuseUncovered("Connect", "refund_application_fee", "reverse_transfer");
        var request = new Request(
            parameters.Text("charge"),
            parameters.Text("payment_intent"),
            parameters.Integer("amount"),
            parameters.OneOf("reason", "duplicate", "fraudulent", "requested_by_customer"),
            parameters.Metadata());
        return request switch
        {
            { ChargeId: null, PaymentIntentId: null } => throw StripeError.InvalidParameter(
                "One of the following params should be provided for this request: payment_intent or charge.",
                "payment_intent",
                "parameter_missing"),
            { AmountCents: < 1 } => throw StripeError.InvalidParameter(
                "This value must be greater than or equal to 1.", "amount", "parameter_invalid_integer"),
            _ => request,
        };
    }

    private static Refund Apply(ApiCall call, Request request)
    {
        var charge = FindCharge(call.State, request);
        var left = charge.UnrefundedCents;
        if (left == 0)
        {
            throw StripeError.InvalidParameter($"Charge {charge.Id} has already been refunded.", "charge", "charge_already_refunded");
        }

        if (charge.IsDisputed && HasLostFunds(call.State, charge))
        {
            throw StripeError.InvalidParameter(
                $"Charge {charge.Id} has been charged back; cannot issue a refund.", "charge", "charge_disputed");
        }

        var amount = request.AmountCents ?? left;
        return amount <= left
            ? call.Processes.Refunds.Create(
                charge, amount, request.Reason, request.Metadata.ApplyWithinLimit(MetadataChange.Empty), call.Cause)
            : throw StripeError.InvalidParameter(
                $"Refund amount ({Amounts.Shown(amount, charge.Currency)}) is greater than unrefunded amount on charge "
                + $"({Amounts.Shown(left, charge.Currency)})",
                "amount");
    }

    private static Charge FindCharge(StripeState state, Request request)
    {
        if (request.ChargeId is { } chargeId)
        {
            var charge = state.Charges.Find(chargeId) ?? throw StripeError.NoSuch(ObjectNames.Charge, chargeId, "charge");
            return charge.IsCaptured ? charge : throw StripeError.Invalid(charge.Succeeded
                ? $"Charge {charge.Id} has not been captured; cancel its PaymentIntent to let the money go."
                : $"Charge {charge.Id} has not succeeded; there is nothing to refund.");
        }

        var intent = state.PaymentIntents.Find(request.PaymentIntentId!)
            ?? throw StripeError.NoSuch(ObjectNames.PaymentIntent, request.PaymentIntentId!, "payment_intent");
        return intent is { Status: PaymentIntentStatus.Succeeded, LatestChargeId: { } latest } && state.Charges.Find(latest) is { } paid
            ? paid
            : throw StripeError.InvalidParameter(
                $"This PaymentIntent ({intent.Id}) does not have a successful charge to refund.", "payment_intent");
    }

    private static bool HasLostFunds(StripeState state, Charge charge) =>
        state.Disputes.OlderThan(null, charge.PaymentIntentId)
            .Any(dispute => !dispute.IsInquiry && dispute.Status != DisputeStatus.Won);

    private sealed record Request(
        string? ChargeId, string? PaymentIntentId, long? AmountCents, string? Reason, MetadataChange Metadata);
}
