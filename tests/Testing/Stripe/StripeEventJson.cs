using System.Text.Json;

namespace Testing.Stripe;

/// <summary>Writes events in Stripe's names and layout.</summary>
internal static class StripeEventJson
{
    private const string ApiVersion = "2025-02-24.acacia";

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 2 };

    public static string NewId(string prefix) => $"{prefix}_test{Guid.CreateVersion7():n}";

    public static (string Id, string Body) Event(
        string type, object dataObject, string eventId, DateTimeOffset createdAt, bool isLive = false) =>
        (eventId, JsonSerializer.Serialize(
            new
            {
                id = eventId,
                @object = "event",
                api_version = ApiVersion,
                created = createdAt.ToUnixTimeSeconds(),
                data = new { @object = dataObject },
                livemode = isLive,
                pending_webhooks = 1,
                request = new { id = NewId("req"), idempotency_key = Guid.CreateVersion7().ToString() },
                type,
            },
            Layout));

    public static (string Id, string Body) PaymentIntent(string type, PaymentIntentFacts facts)
    {
        var succeeded = type.EndsWith("succeeded", StringComparison.Ordinal);
        var chargeId = NewId("ch");
        return Event(
            type,
            new
            {
                id = facts.PaymentIntentId,
                @object = "payment_intent",
                amount = facts.AmountCents,
                amount_capturable = 0,
                amount_received = facts.AmountReceivedCents ?? (succeeded ? facts.AmountCents : 0),
                automatic_payment_methods = new { allow_redirects = "always", enabled = true },
                capture_method = "automatic_async",
                client_secret = $"{facts.PaymentIntentId}_secret_{chargeId}",
                confirmation_method = "automatic",
                created = facts.CreatedAt.ToUnixTimeSeconds(),
                currency = facts.Currency,
                customer = facts.CustomerId,
                description = (string?)null,
                last_payment_error = succeeded ? null : Declined(facts, chargeId),
                latest_charge = chargeId,
                livemode = facts.IsLive,
                metadata = facts.Metadata,
                payment_method = succeeded ? NewId("pm") : null,
                payment_method_types = new[] { "card" },
                status = succeeded ? "succeeded" : "requires_payment_method",
            },
            facts.EventId,
            facts.CreatedAt,
            facts.IsLive);
    }

    private static object Declined(PaymentIntentFacts facts, string chargeId) => new
    {
        charge = chargeId,
        code = "card_declined",
        decline_code = facts.DeclineCode,
        doc_url = "https://stripe.com/docs/error-codes/card-declined",
        message = "Your card was declined.",
        type = "card_error",
    };
}
