using System.Diagnostics;
using System.Text.Json;
using Contracts;

namespace WebhookIngress.Translation;

/// <summary>Disputes of a payment. They name it and carry no metadata of ours; see <see cref="RefundTranslator"/>.</summary>
internal static class DisputeTranslator
{
    public static IReadOnlyList<object> Translate(StripeEvent stripeEvent, TranslationOptions options)
    {
        var dispute = stripeEvent.Object;
        if (dispute.OptionalId("payment_intent") is not { } paymentIntentId
            || Metadata.Of(dispute).Type is not (null or StripeMetadata.PlaygroundCredits))
        {
            return [];
        }
        return
        [
            stripeEvent.Type switch
            {
                // Money that was withdrawn proves the dispute, should the word of its opening be lost.
                StripeEventTypes.DisputeCreated or StripeEventTypes.DisputeFundsWithdrawn => Opened(stripeEvent, dispute, paymentIntentId),
                StripeEventTypes.DisputeClosed => Closed(stripeEvent, dispute, paymentIntentId),
                StripeEventTypes.DisputeFundsReinstated => FundsReinstated(stripeEvent, dispute, paymentIntentId),
                _ => throw new UnreachableException(),
            },
        ];
    }

    private static DisputeOpened Opened(StripeEvent stripeEvent, JsonElement dispute, string paymentIntentId) => new()
    {
        EventId = stripeEvent.Id,
        DisputeId = dispute.RequiredId("id"),
        PaymentIntentId = paymentIntentId,
        AmountCents = dispute.RequiredCents("amount"),
        Currency = dispute.RequiredCurrency(),
        OccurredAt = stripeEvent.CreatedAt,
    };

    private static DisputeClosed Closed(StripeEvent stripeEvent, JsonElement dispute, string paymentIntentId) => new()
    {
        EventId = stripeEvent.Id,
        DisputeId = dispute.RequiredId("id"),
        PaymentIntentId = paymentIntentId,
        AmountCents = dispute.RequiredCents("amount"),
        Currency = dispute.RequiredCurrency(),
        Outcome = OutcomeOf(dispute),
        OccurredAt = stripeEvent.CreatedAt,
    };

    private static DisputeFundsReinstated FundsReinstated(StripeEvent stripeEvent, JsonElement dispute, string paymentIntentId) => new()
    {
        EventId = stripeEvent.Id,
        DisputeId = dispute.RequiredId("id"),
        PaymentIntentId = paymentIntentId,
        AmountCents = dispute.RequiredCents("amount"),
        Currency = dispute.RequiredCurrency(),
        OccurredAt = stripeEvent.CreatedAt,
    };

    // An inquiry that was closed never took money; what was refunded instead is told by the charge.
    private static string OutcomeOf(JsonElement dispute) => dispute.RequiredText("status") switch
    {
        "won" or "warning_closed" or "charge_refunded" => DisputeOutcome.Won,
        "lost" => DisputeOutcome.Lost,
        _ => OutcomeByMoney(dispute),
    };

    // Stripe adds statuses. Whatever it calls the end: who has the money has won.
    private static string OutcomeByMoney(JsonElement dispute)
    {
        if (dispute.OptionalMember("balance_transactions") is not { ValueKind: JsonValueKind.Array } movements)
        {
            throw new MalformedEventException("The dispute's 'status' is unknown, and nothing says where its money is.");
        }
        Int128 balance = 0;
        foreach (var movement in movements.EnumerateArray())
        {
            balance += movement.OptionalNumber("amount") ?? 0;
        }
        return balance < 0 ? DisputeOutcome.Lost : DisputeOutcome.Won;
    }
}
