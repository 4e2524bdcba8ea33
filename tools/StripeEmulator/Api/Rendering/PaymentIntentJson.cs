using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A payment intent as JSON.</summary>
internal static class PaymentIntentJson
{
    public static string NameOf(PaymentIntentStatus status) => status switch
    {
        PaymentIntentStatus.RequiresPaymentMethod => "requires_payment_method",
        PaymentIntentStatus.RequiresConfirmation => "requires_confirmation",
        PaymentIntentStatus.RequiresAction => "requires_action",
        PaymentIntentStatus.Processing => "processing",
        PaymentIntentStatus.RequiresCapture => "requires_capture",
        PaymentIntentStatus.Succeeded => "succeeded",
        PaymentIntentStatus.Canceled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such status."),
    };

    public static JsonObject Render(PaymentIntent intent, ApiVersion version)
    {
        var json = new JsonObject
        {
            ["id"] = intent.Id,
            ["object"] = intent.ObjectName,
            ["amount"] = intent.AmountCents,
            ["amount_capturable"] = intent.AmountCapturableCents,
            ["amount_details"] = new JsonObject { ["tip"] = new JsonObject() },
            ["amount_received"] = intent.AmountReceivedCents,
            ["application"] = null,
            ["application_fee_amount"] = null,
            ["automatic_payment_methods"] = Automatic(intent.AutomaticPaymentMethods),
            ["canceled_at"] = intent.CanceledAt,
            ["cancellation_reason"] = intent.CancellationReason,
            ["capture_method"] = intent.CaptureMethod,
            ["client_secret"] = intent.ClientSecret,
            ["confirmation_method"] = intent.ConfirmationMethod,
            ["created"] = intent.Created,
            ["currency"] = intent.Currency,
            ["customer"] = intent.CustomerId,
            ["description"] = intent.Description,
            ["excluded_payment_method_types"] = null,
            ["last_payment_error"] = LastError(intent.LastPaymentError, version),
            ["latest_charge"] = intent.LatestChargeId,
            ["livemode"] = false,
            ["metadata"] = ResourceJson.Metadata(intent.Metadata),
            ["next_action"] = intent.Status == PaymentIntentStatus.RequiresAction ? NextAction(intent.RequiredAction!) : null,
            ["on_behalf_of"] = null,
            ["payment_method"] = intent.PaymentMethodId,
            ["payment_method_configuration_details"] = null,
            ["payment_method_options"] = CardOptions(),
            ["payment_method_types"] = new JsonArray("card"),
            ["processing"] = null,
            ["receipt_email"] = intent.ReceiptEmail,
            ["review"] = null,
            ["setup_future_usage"] = intent.SetupFutureUsage,
            ["shipping"] = ResourceJson.Shipping(intent.Shipping),
            ["source"] = null,
            ["statement_descriptor"] = intent.StatementDescriptor,
            ["statement_descriptor_suffix"] = intent.StatementDescriptorSuffix,
            ["status"] = NameOf(intent.Status),
            ["transfer_data"] = null,
            ["transfer_group"] = intent.TransferGroup,
        };

        if (!version.IsAtLeast(ApiVersion.Basil))
        {
            json["invoice"] = intent.InvoiceId;
        }

        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["allowed_payment_method_types"] = null;
            json["customer_account"] = null;
            json["managed_payments"] = null;
            json["payment_record"] = null;
        }

        return json;
    }

    private static JsonObject? Automatic(AutomaticPaymentMethods? automatic) => automatic is null
        ? null
        : new JsonObject { ["allow_redirects"] = automatic.AllowRedirects, ["enabled"] = true };

    private static JsonObject CardOptions() => new()
    {
        ["card"] = new JsonObject
        {
            ["installments"] = null,
            ["mandate_options"] = null,
            ["network"] = null,
            ["request_three_d_secure"] = "automatic",
        },
    };

    /// <summary>Stripe.js is told of the page in its own way; a server sends the browser there.</summary>
    public static JsonObject NextAction(RequiredAction action) => action.UsesSdk
        ? new JsonObject
        {
            ["type"] = "use_stripe_sdk",
            ["use_stripe_sdk"] = new JsonObject
            {
                ["source"] = action.Source,
                ["stripe_js"] = action.PageUrl,
                ["type"] = "three_d_secure_redirect",
            },
        }
        : new JsonObject
        {
            ["redirect_to_url"] = new JsonObject { ["return_url"] = action.ReturnUrl, ["url"] = action.PageUrl },
            ["type"] = "redirect_to_url",
        };

    private static JsonObject? LastError(LastPaymentError? error, ApiVersion version)
    {
        if (error is null)
        {
            return null;
        }

        var json = DeclineJson.Render(error.Decline, error.PaymentMethod, version);
        if (error.ChargeId is { } chargeId)
        {
            json["advice_code"] = error.Decline.AdviceCode;
            json["charge"] = chargeId;
            json["decline_code"] = error.Decline.DeclineCode;
        }

        return json;
    }
}
