using StripeEmulator.Api.Prices;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Checkout;

/// <summary>What a Checkout session is created with.</summary>
internal sealed record CheckoutParameters
{
    private const int LinesMax = 100;
    private const int ReferenceLengthMax = 200;
    private const long QuantityMax = 999_999;

    public required bool IsSubscription { get; init; }
    public required IReadOnlyList<(PriceChoice Price, long Quantity)> Lines { get; init; }
    public required string SuccessUrl { get; init; }
    public required string? CancelUrl { get; init; }
    public required string? ClientReferenceId { get; init; }
    public required string? CustomerId { get; init; }
    public required string? CustomerEmail { get; init; }
    public required bool AlwaysCreatesCustomer { get; init; }
    public required long? ExpiresAt { get; init; }
    public required string? Locale { get; init; }
    public required string? SubmitType { get; init; }
    public required bool? AllowsPromotionCodes { get; init; }
    public required CheckoutPaymentData PaymentData { get; init; }
    public required CheckoutSubscriptionData SubscriptionData { get; init; }
    public required MetadataChange Metadata { get; init; }

    public static CheckoutParameters Read(Parameters parameters)
    {
        AcceptWithoutEffect(parameters);
        RefuseUncovered(parameters);
        parameters.RequiredText("mode");
        var isSubscription = parameters.OneOf("mode", "payment", "subscription", "setup") == "subscription";
        var (payment, subscription) = (parameters.Nested("payment_intent_data"), parameters.Nested("subscription_data"));
        if (isSubscription ? payment is not null : subscription is not null)
        {
            throw StripeError.InvalidParameter(
                $"You can not pass `{(isSubscription ? "payment_intent_data" : "subscription_data")}` in this mode.", "mode");
        }

        return new CheckoutParameters
        {
            IsSubscription = isSubscription,
            Lines = ReadLines(parameters),
            SuccessUrl = parameters.RequiredText("success_url"),
            CancelUrl = parameters.Text("cancel_url"),
            ClientReferenceId = parameters.Text("client_reference_id", ReferenceLengthMax),
            CustomerId = parameters.Text("customer"),
            CustomerEmail = parameters.Text("customer_email"),
            AlwaysCreatesCustomer = parameters.OneOf("customer_creation", "always", "if_required") == "always",
            ExpiresAt = parameters.Integer("expires_at"),
            Locale = parameters.Text("locale"),
            SubmitType = parameters.OneOf("submit_type", "auto", "book", "donate", "pay", "subscribe"),
            AllowsPromotionCodes = parameters.Flag("allow_promotion_codes"),
            PaymentData = payment is null ? new() : ReadPaymentData(payment),
            SubscriptionData = subscription is null ? new() : ReadSubscriptionData(subscription),
            Metadata = parameters.Metadata(),
        };
    }

    private static IReadOnlyList<(PriceChoice, long)> ReadLines(Parameters parameters) =>
    [
        .. (parameters.NestedList("line_items", LinesMax) ?? throw StripeError.MissingParameter("line_items")).Select(line =>
        {
            line.Accept("adjustable_quantity", "dynamic_tax_rates", "tax_rates", "metadata");
            var price = PriceChoice.Read(line) ?? throw StripeError.MissingParameter(line.NameOf("price"));
            var quantity = line.Integer("quantity") ?? 1;
            return quantity is >= 1 and <= QuantityMax
                ? (price, quantity)
                : throw StripeError.InvalidParameter("Invalid quantity", line.NameOf("quantity"), "parameter_invalid_integer");
        }),
    ];

    private static CheckoutPaymentData ReadPaymentData(Parameters data)
    {
        data.RefuseUncovered("Connect", "application_fee_amount", "on_behalf_of", "transfer_data");
        return new CheckoutPaymentData
        {
            CaptureMethod = data.OneOf("capture_method", "automatic", "automatic_async", "manual"),
            Description = data.Text("description"),
            ReceiptEmail = data.Text("receipt_email"),
            SetupFutureUsage = data.OneOf("setup_future_usage", "on_session", "off_session"),
            StatementDescriptor = data.Text("statement_descriptor", lengthMax: 22),
            StatementDescriptorSuffix = data.Text("statement_descriptor_suffix", lengthMax: 22),
            TransferGroup = data.Text("transfer_group"),
            Shipping = AddressParameters.ReadShipping(data).Value,
            Metadata = data.Metadata().ApplyWithinLimit(MetadataChange.Empty),
        };
    }

    private static CheckoutSubscriptionData ReadSubscriptionData(Parameters data)
    {
        data.Accept("billing_mode", "invoice_settings", "proration_behavior");
        var behavior = data.Nested("trial_settings")?.Nested("end_behavior")
            ?.OneOf("missing_payment_method", "create_invoice", "cancel");
        return new CheckoutSubscriptionData
        {
            Description = data.Text("description"),
            TrialDays = data.Integer("trial_period_days") is { } days and > 0 ? days : null,
            MissingPaymentMethod = behavior ?? "create_invoice",
            Metadata = data.Metadata().ApplyWithinLimit(MetadataChange.Empty),
        };
    }

    private static void AcceptWithoutEffect(Parameters parameters)
    {
        parameters.Accept(
            "adaptive_pricing", "after_expiration", "allowed_payment_method_types", "automatic_tax", "billing_address_collection",
            "branding_settings", "consent_collection", "custom_fields", "custom_text", "customer_update", "excluded_payment_method_types",
            "invoice_creation", "name_collection", "payment_method_collection", "payment_method_configuration", "payment_method_data",
            "payment_method_options", "phone_number_collection", "saved_payment_method_options", "shipping_address_collection",
            "tax_id_collection", "wallet_options", "origin_context", "currency", "integration_identifier");
        if (parameters.Has("payment_method_types") && parameters.Version.IsAtLeast(ApiVersion.Endive))
        {
            throw StripeError.PaymentMethodTypesGone();
        }

        parameters.List("payment_method_types");
    }

    private static void RefuseUncovered(Parameters parameters)
    {
        if (parameters.OneOf("ui_mode", "hosted", "hosted_page", "embedded", "embedded_page", "custom", "elements", "form")
            is not (null or "hosted" or "hosted_page"))
        {
            throw StripeError.NotEmulated("Checkout inside other pages", "ui_mode");
        }

        if (parameters.OneOf("mode", "payment", "subscription", "setup") == "setup")
        {
            throw StripeError.NotEmulated("Checkout in setup mode", "mode");
        }

        parameters.RefuseUncovered("Checkout inside other pages", "permissions", "redirect_on_completion", "return_url");
        parameters.RefuseUncovered("Checkout in setup mode", "setup_intent_data");
        parameters.RefuseUncovered(null, "discounts", "optional_items", "shipping_options", "customer_account", "managed_payments");
    }
}
