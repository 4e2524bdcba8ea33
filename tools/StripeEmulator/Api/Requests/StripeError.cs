using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Requests;

/// <summary>A refusal in Stripe's error shape. Thrown from below the pipeline, which alone turns it into an answer.</summary>
internal sealed class StripeError(int status, string type, string message) : Exception(message)
{
    private const string InvalidRequest = "invalid_request_error";

    public int Status { get; } = status;

    public string Type { get; } = type;

    public string? Code { get; init; }

    public string? Parameter { get; init; }

    public Decline? Decline { get; init; }

    /// <summary>The payment it is about, embedded in the error.</summary>
    public PaymentIntent? PaymentIntent { get; init; }

    /// <summary>The setup it is about, embedded in the error.</summary>
    public SetupIntent? SetupIntent { get; init; }

    /// <summary>
    /// Whether the request got as far as doing its work, so that its idempotency key keeps this answer. A request that failed
    /// its checks may be corrected and sent again under the same key.
    /// </summary>
    public bool IsOutcome { get; init; }

    public static StripeError Invalid(string message) => new(400, InvalidRequest, message);

    public static StripeError InvalidParameter(string message, string parameter, string? code = null) =>
        new(400, InvalidRequest, message) { Parameter = parameter, Code = code };

    public static StripeError MissingParameter(string parameter) =>
        new(400, InvalidRequest, $"Missing required param: {parameter}.") { Code = "parameter_missing", Parameter = parameter };

    public static StripeError UnknownParameters(IReadOnlyList<string> names) =>
        new(400, InvalidRequest, $"Received unknown parameter{(names.Count == 1 ? "" : "s")}: {string.Join(", ", names)}")
        {
            Code = "parameter_unknown",
            Parameter = names[0],
        };

    public static StripeError TooMuchMetadata() =>
        InvalidParameter($"Metadata may hold at most {MetadataChange.KeysMax} keys", "metadata");

    /// <summary>The id in the path names nothing.</summary>
    public static StripeError NotFound(string objectName, string id, string parameter = "id") =>
        new(404, InvalidRequest, $"No such {NameInMessages(objectName)}: '{id}'") { Code = "resource_missing", Parameter = parameter };

    /// <summary>An id in a parameter names nothing.</summary>
    public static StripeError NoSuch(string objectName, string id, string parameter) =>
        new(400, InvalidRequest, $"No such {NameInMessages(objectName)}: '{id}'") { Code = "resource_missing", Parameter = parameter };

    public static StripeError Unauthorized(string message, string? code = null) => new(401, InvalidRequest, message) { Code = code };

    public static StripeError UnexpectedState(string message, PaymentIntent intent) =>
        new(400, InvalidRequest, message) { Code = "payment_intent_unexpected_state", PaymentIntent = intent, IsOutcome = true };

    public static StripeError UnexpectedState(string message, SetupIntent intent) =>
        new(400, InvalidRequest, message) { Code = "setup_intent_unexpected_state", SetupIntent = intent, IsOutcome = true };

    /// <summary>Stripe can do it, this emulator can't (yet): better said than silently left out.</summary>
    public static StripeError NotEmulated(string what, string? parameter = null) =>
        new(400, InvalidRequest, $"The local Stripe does not emulate {what}.") { Code = "emulator_not_covered", Parameter = parameter };

    public static StripeError IdempotencyKeyReused() =>
        new(
            400,
            "idempotency_error",
            "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                + "Try using a different key if you meant to execute a different request.");

    public static StripeError IdempotencyKeyInUse() =>
        new(
            409,
            "idempotency_error",
            "There is currently another in-progress request using this Idempotency Key. Please try again later.")
        {
            Code = "idempotency_key_in_use",
        };

    /// <summary>The CLI shows this as too many open sessions.</summary>
    public static StripeError TooManyCliSessions(int max) =>
        new(429, InvalidRequest, $"At most {max} Stripe CLIs may listen at the same time.") { Code = "rate_limit" };

    /// <summary>The card was refused for this payment.</summary>
    public static StripeError CardDeclined(PaymentIntent intent) =>
        new(402, "card_error", intent.LastPaymentError!.Decline.Message)
        {
            Code = intent.LastPaymentError.Decline.Code,
            Decline = intent.LastPaymentError.Decline,
            PaymentIntent = intent,
            IsOutcome = true,
        };

    /// <summary>The card was refused when it was to be saved.</summary>
    public static StripeError SetupRefused(SetupIntent intent) =>
        new(402, "card_error", intent.LastError!.Decline.Message)
        {
            Code = intent.LastError.Decline.Code,
            Decline = intent.LastError.Decline,
            SetupIntent = intent,
            IsOutcome = true,
        };

    /// <summary>The payer has to be asked first; <paramref name="what"/> is what waits for it: an invoice or a subscription.</summary>
    public static StripeError ActionRequired(string what, PaymentIntent? intent) =>
        new(
            402,
            "card_error",
            $"{(what == ObjectNames.Invoice ? "This payment" : "Payment for this subscription")} requires additional user action before it can be "
                + $"completed successfully. Payment can be completed using the PaymentIntent associated with the {what}.")
        {
            Code = $"{what}_payment_intent_requires_action",
            PaymentIntent = intent,
            IsOutcome = true,
        };

    /// <summary>As of endive.</summary>
    public static StripeError PaymentMethodTypesGone() => InvalidParameter(
        "The payment_method_types parameter is no longer supported. Use allowed_payment_method_types, "
            + "excluded_payment_method_types or dynamic payment methods instead.",
        "payment_method_types",
        "payment_method_types_no_longer_supported");

    /// <summary>The card was refused before there was any payment.</summary>
    public static StripeError CardRefused(Decline decline) =>
        new(402, "card_error", decline.Message) { Code = decline.Code, Decline = decline, IsOutcome = true };

    /// <summary>What was typed can't be a card.</summary>
    public static StripeError CardInvalid(string code, string message, string parameter) =>
        new(402, "card_error", message) { Code = code, Parameter = parameter };

    /// <summary>It may be somebody's real card, which has no business here.</summary>
    public static StripeError LiveCard(string parameter) =>
        new(402, "card_error", Decline.LiveCard.Message)
        {
            Code = Decline.LiveCard.Code,
            Decline = Decline.LiveCard,
            Parameter = parameter,
        };

    public static StripeError Internal() => new(500, "api_error", "An error occurred inside the local Stripe; its log says which.");

    public static StripeError Injected(int status) => status == 429
        ? new StripeError(429, InvalidRequest, "Too many requests hit the API too quickly (injected fault).") { Code = "rate_limit" }
        : new StripeError(status, "api_error", "An injected fault.");

    public JsonObject ToJson(Func<StripeResource, JsonObject> render)
    {
        var error = new JsonObject();
        var failure = Decline is null ? null : PaymentIntent?.LastPaymentError;
        Add(error, "advice_code", Decline?.AdviceCode);
        Add(error, "charge", failure?.ChargeId);
        Add(error, "code", Code);
        Add(error, "decline_code", Decline?.DeclineCode);
        Add(error, "doc_url", DocumentationUrl(Code));
        error["message"] = Message;
        Add(error, "param", Parameter);
        Add(error, "payment_intent", PaymentIntent is null ? null : render(PaymentIntent));
        Add(error, "payment_method", (failure?.PaymentMethod ?? SetupIntent?.LastError?.PaymentMethod) is { } method ? render(method) : null);
        Add(error, "setup_intent", SetupIntent is null ? null : render(SetupIntent));
        error["type"] = Type;
        return new JsonObject { ["error"] = error };
    }

    /// <summary>Stripe's page about an error code.</summary>
    public static string? DocumentationUrl(string? code) => code is null or "emulator_not_covered"
        ? null
        : "https://stripe.com/docs/error-codes/" + code.Replace('_', '-');

    private static void Add(JsonObject error, string name, JsonNode? value)
    {
        if (value is not null)
        {
            error[name] = value;
        }
    }

    private static string NameInMessages(string objectName) => objectName switch
    {
        ObjectNames.PaymentMethod => "PaymentMethod",
        ObjectNames.SetupIntent => "setupintent",
        _ => objectName,
    };
}
