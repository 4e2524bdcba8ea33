using System.Collections.Frozen;
using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>What a page may see of a payment or a setup, and what Stripe.js sends about the page: no customer, no metadata, no charge.</summary>
internal static class PublishableView
{
    private static readonly FrozenSet<string> PaymentIntentFields = new[]
    {
        "id", "object", "amount", "amount_details", "automatic_payment_methods", "canceled_at", "cancellation_reason", "capture_method",
        "client_secret", "confirmation_method", "created", "currency", "description", "last_payment_error", "livemode", "next_action",
        "payment_method", "payment_method_types", "processing", "receipt_email", "setup_future_usage", "shipping", "source", "status",
    }.ToFrozenSet();

    private static readonly FrozenSet<string> SetupIntentFields = new[]
    {
        "id", "object", "automatic_payment_methods", "cancellation_reason", "client_secret", "created", "description", "last_setup_error",
        "livemode", "next_action", "payment_method", "payment_method_types", "status", "usage",
    }.ToFrozenSet();

    public static JsonObject Of(JsonObject json)
    {
        var shown = json["object"]?.GetValue<string>() switch
        {
            ObjectNames.PaymentIntent => PaymentIntentFields,
            ObjectNames.SetupIntent => SetupIntentFields,
            _ => null,
        };
        if (shown is not null)
        {
            foreach (var hidden in json.Select(field => field.Key).Where(name => !shown.Contains(name)).ToList())
            {
                json.Remove(hidden);
            }
        }

        return json;
    }

    public static void AcceptPageParameters(Parameters parameters) => parameters.Accept(
        "key",
        "_stripe_account",
        "_stripe_version",
        "client_attribution_metadata",
        "expected_payment_method_type",
        "guid",
        "muid",
        "pasted_fields",
        "payment_user_agent",
        "radar_options",
        "referrer",
        "sid",
        "time_on_page");
}
