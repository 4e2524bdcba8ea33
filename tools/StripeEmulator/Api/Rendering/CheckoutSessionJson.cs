using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A Checkout session as JSON. Its lines are left out unless asked for.</summary>
internal static class CheckoutSessionJson
{
    public static JsonObject Render(CheckoutSession session, ApiVersion version)
    {
        var json = Fields(session);
        AddPayer(json, session);
        AddPayment(json, session);
        json["ui_mode"] = version.IsAtLeast(ApiVersion.Dahlia) ? "hosted_page" : "hosted";
        if (!version.IsAtLeast(ApiVersion.Basil))
        {
            json["shipping_details"] = null;
        }

        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["allowed_payment_method_types"] = null;
            json["customer_account"] = null;
            json["integration_identifier"] = null;
            json["managed_payments"] = null;
        }

        return json;
    }

    public static JsonObject Line(CheckoutSession session, CheckoutLine line) => new()
    {
        ["id"] = line.Id,
        ["object"] = ObjectNames.LineItem,
        ["adjustable_quantity"] = null,
        ["amount_discount"] = 0,
        ["amount_subtotal"] = line.AmountCents,
        ["amount_tax"] = 0,
        ["amount_total"] = session.DueNowCents == 0 ? 0 : line.AmountCents,
        ["currency"] = session.Currency,
        ["description"] = line.Description,
        ["metadata"] = new JsonObject(),
        ["price"] = PriceJson.Render(line.Price),
        ["quantity"] = line.Quantity,
    };

    private static JsonObject Fields(CheckoutSession session) => new()
    {
        ["id"] = session.Id,
        ["object"] = session.ObjectName,
        ["adaptive_pricing"] = new JsonObject { ["enabled"] = false },
        ["after_expiration"] = null,
        ["allow_promotion_codes"] = session.AllowsPromotionCodes,
        ["amount_subtotal"] = session.DueNowCents,
        ["amount_total"] = session.DueNowCents,
        ["automatic_tax"] = new JsonObject
        {
            ["enabled"] = false,
            ["liability"] = null,
            ["provider"] = null,
            ["status"] = null,
        },
        ["billing_address_collection"] = null,
        ["cancel_url"] = session.CancelUrl,
        ["client_reference_id"] = session.ClientReferenceId,
        ["client_secret"] = null,
        ["collected_information"] = null,
        ["consent"] = null,
        ["consent_collection"] = null,
        ["created"] = session.Created,
        ["currency"] = session.Currency,
        ["currency_conversion"] = null,
        ["custom_fields"] = new JsonArray(),
        ["custom_text"] = new JsonObject
        {
            ["after_submit"] = null,
            ["shipping_address"] = null,
            ["submit"] = null,
            ["terms_of_service_acceptance"] = null,
        },
        ["discounts"] = new JsonArray(),
        ["expires_at"] = session.ExpiresAt,
        ["livemode"] = false,
        ["locale"] = session.Locale,
        ["metadata"] = ResourceJson.Metadata(session.Metadata),
        ["mode"] = session.IsSubscription ? "subscription" : "payment",
        ["origin_context"] = null,
        ["permissions"] = null,
        ["phone_number_collection"] = new JsonObject { ["enabled"] = false },
        ["recovered_from"] = null,
        ["saved_payment_method_options"] = null,
        ["shipping_address_collection"] = null,
        ["shipping_cost"] = null,
        ["shipping_options"] = new JsonArray(),
        ["status"] = session.Status switch
        {
            CheckoutStatus.Open => "open",
            CheckoutStatus.Complete => "complete",
            CheckoutStatus.Expired => "expired",
            _ => throw new InvalidOperationException($"No such status: {session.Status}."),
        },
        ["submit_type"] = session.SubmitType,
        ["success_url"] = session.SuccessUrl,
        ["total_details"] = new JsonObject { ["amount_discount"] = 0, ["amount_shipping"] = 0, ["amount_tax"] = 0 },
        ["url"] = session.Status == CheckoutStatus.Open ? session.Url : null,
        ["wallet_options"] = null,
    };

    private static void AddPayer(JsonObject json, CheckoutSession session)
    {
        json["customer"] = session.CustomerId;
        json["customer_creation"] = session.IsSubscription || session.AlwaysCreatesCustomer ? "always" : "if_required";
        json["customer_details"] = session.Status != CheckoutStatus.Complete ? null : new JsonObject
        {
            ["address"] = null,
            ["business_name"] = null,
            ["email"] = session.PayerEmail,
            ["individual_name"] = null,
            ["name"] = session.PayerName,
            ["phone"] = null,
            ["tax_exempt"] = "none",
            ["tax_ids"] = new JsonArray(),
        };
        json["customer_email"] = session.CustomerEmail;
    }

    private static void AddPayment(JsonObject json, CheckoutSession session)
    {
        json["invoice"] = session.InvoiceId;
        json["invoice_creation"] = session.IsSubscription ? null : new JsonObject
        {
            ["enabled"] = false,
            ["invoice_data"] = new JsonObject
            {
                ["account_tax_ids"] = null,
                ["custom_fields"] = null,
                ["description"] = null,
                ["footer"] = null,
                ["issuer"] = null,
                ["metadata"] = new JsonObject(),
                ["rendering_options"] = null,
            },
        };
        json["payment_intent"] = session.IsSubscription ? null : session.PaymentIntentId;
        json["payment_link"] = null;
        json["payment_method_collection"] = session.IsSubscription ? "always" : "if_required";
        json["payment_method_configuration_details"] = null;
        json["payment_method_options"] = new JsonObject();
        json["payment_method_types"] = session.IsSubscription ? new JsonArray("card") : new JsonArray("card", "us_bank_account");
        json["payment_status"] = session.PaymentStatus switch
        {
            CheckoutPaymentStatus.Unpaid => "unpaid",
            CheckoutPaymentStatus.Paid => "paid",
            CheckoutPaymentStatus.NoPaymentRequired => "no_payment_required",
            _ => throw new InvalidOperationException($"No such status: {session.PaymentStatus}."),
        };
        json["setup_intent"] = null;
        json["subscription"] = session.SubscriptionId;
    }
}
