using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>Setup intents and the attempts at them as JSON.</summary>
internal static class SetupIntentJson
{
    public static string NameOf(SetupIntentStatus status) => status switch
    {
        SetupIntentStatus.RequiresPaymentMethod => "requires_payment_method",
        SetupIntentStatus.RequiresConfirmation => "requires_confirmation",
        SetupIntentStatus.RequiresAction => "requires_action",
        SetupIntentStatus.Succeeded => "succeeded",
        SetupIntentStatus.Canceled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such status."),
    };

    public static JsonObject Render(SetupIntent intent, ApiVersion version)
    {
        var json = new JsonObject
        {
            ["id"] = intent.Id,
            ["object"] = intent.ObjectName,
            ["application"] = null,
            ["automatic_payment_methods"] = intent.AutomaticPaymentMethods is not { } automatic ? null : new JsonObject
            {
                ["allow_redirects"] = automatic.AllowRedirects,
                ["enabled"] = true,
            },
            ["cancellation_reason"] = intent.CancellationReason,
            ["client_secret"] = intent.ClientSecret,
            ["created"] = intent.Created,
            ["customer"] = intent.CustomerId,
            ["description"] = intent.Description,
            ["excluded_payment_method_types"] = null,
            ["flow_directions"] = null,
            ["last_setup_error"] = Error(intent.LastError, version),
            ["latest_attempt"] = intent.LatestAttemptId,
            ["livemode"] = false,
            ["mandate"] = null,
            ["metadata"] = ResourceJson.Metadata(intent.Metadata),
            ["next_action"] = intent.Status == SetupIntentStatus.RequiresAction ? PaymentIntentJson.NextAction(intent.RequiredAction!) : null,
            ["on_behalf_of"] = null,
            ["payment_method"] = intent.PaymentMethodId,
            ["payment_method_configuration_details"] = null,
            ["payment_method_options"] = new JsonObject
            {
                ["card"] = new JsonObject { ["mandate_options"] = null, ["network"] = null, ["request_three_d_secure"] = "automatic" },
            },
            ["payment_method_types"] = new JsonArray("card"),
            ["single_use_mandate"] = null,
            ["status"] = NameOf(intent.Status),
            ["usage"] = intent.Usage,
        };
        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["allowed_payment_method_types"] = null;
            json["customer_account"] = null;
        }

        return json;
    }

    public static JsonObject Render(SetupAttempt attempt, ApiVersion version)
    {
        var json = new JsonObject
        {
            ["id"] = attempt.Id,
            ["object"] = attempt.ObjectName,
            ["application"] = null,
            ["created"] = attempt.Created,
            ["customer"] = attempt.CustomerId,
            ["flow_directions"] = null,
            ["livemode"] = false,
            ["on_behalf_of"] = null,
            ["payment_method"] = attempt.PaymentMethod.Id,
            ["payment_method_details"] = Details(attempt.PaymentMethod),
            ["setup_error"] = Error(attempt.Error, version),
            ["setup_intent"] = attempt.SetupIntentId,
            ["status"] = attempt.Error is null ? "succeeded" : "failed",
            ["usage"] = attempt.Usage,
        };
        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["customer_account"] = null;
        }

        return json;
    }

    private static JsonObject Details(PaymentMethod method)
    {
        if (method.Card is not { } card)
        {
            return new JsonObject { ["type"] = method.TypeName, [method.TypeName] = new JsonObject() };
        }

        return new JsonObject
        {
            ["card"] = new JsonObject
            {
                ["brand"] = card.Brand,
                ["checks"] = PaymentMethodJson.Checks(card),
                ["country"] = "US",
                ["exp_month"] = method.ExpiryMonth,
                ["exp_year"] = method.ExpiryYear,
                ["fingerprint"] = card.Fingerprint,
                ["funding"] = card.Funding,
                ["last4"] = card.Last4,
                ["network"] = card.Brand,
                ["three_d_secure"] = null,
                ["wallet"] = null,
            },
            ["type"] = "card",
        };
    }

    private static JsonObject? Error(LastSetupError? error, ApiVersion version)
    {
        if (error is null)
        {
            return null;
        }

        var json = DeclineJson.Render(error.Decline, error.PaymentMethod, version);
        if (error.Decline.DeclineCode is { } declineCode)
        {
            json["advice_code"] = error.Decline.AdviceCode;
            json["decline_code"] = declineCode;
        }

        return json;
    }
}
