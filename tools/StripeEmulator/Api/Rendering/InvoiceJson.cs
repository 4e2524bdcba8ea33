using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>
/// An invoice as JSON. Before basil it names its subscription, payment and charge; since then only its parent, and the
/// payment is found by an invoice payment.
/// </summary>
internal static class InvoiceJson
{
    public static string NameOf(InvoiceStatus status) => status switch
    {
        InvoiceStatus.Draft => "draft",
        InvoiceStatus.Open => "open",
        InvoiceStatus.Paid => "paid",
        InvoiceStatus.Uncollectible => "uncollectible",
        InvoiceStatus.Void => "void",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such status."),
    };

    public static JsonObject Render(Invoice invoice, ApiVersion version)
    {
        var json = Fields(invoice, version);
        AddAmounts(json, invoice);
        AddCustomer(json, invoice);
        if (version.IsAtLeast(ApiVersion.Basil))
        {
            AddSinceBasil(json, invoice);
        }
        else
        {
            AddBeforeBasil(json, invoice);
        }

        AddByDate(json, invoice, version);
        if (invoice.Id.Length == 0)
        {
            // One that is only announced has none.
            json.Remove("id");
        }


        return json;
    }

    private static JsonObject Fields(Invoice invoice, ApiVersion version) => new()
    {
        ["id"] = invoice.Id,
        ["object"] = invoice.ObjectName,
        ["account_country"] = "US",
        ["account_name"] = "Local Stripe",
        ["account_tax_ids"] = null,
        ["application"] = null,
        ["attempt_count"] = invoice.AttemptCount,
        ["attempted"] = invoice.AttemptCount > 0 || invoice.Status == InvoiceStatus.Paid,
        ["auto_advance"] = invoice.AdvancesByItself,
        ["automatic_tax"] = new JsonObject
        {
            ["disabled_reason"] = null,
            ["enabled"] = false,
            ["liability"] = null,
            ["provider"] = null,
            ["status"] = null,
        },
        ["automatically_finalizes_at"] = invoice.FinalizesAt,
        ["billing_reason"] = invoice.BillingReason,
        ["collection_method"] = invoice.SendsToCustomer ? "send_invoice" : "charge_automatically",
        ["created"] = invoice.Created,
        ["currency"] = invoice.Currency,
        ["custom_fields"] = null,
        ["default_payment_method"] = invoice.DefaultPaymentMethodId,
        ["default_source"] = null,
        ["default_tax_rates"] = new JsonArray(),
        ["description"] = invoice.Description,
        ["discounts"] = new JsonArray(),
        ["due_date"] = invoice.DueAt,
        ["effective_at"] = invoice.FinalizedAt,
        ["footer"] = invoice.Footer,
        ["from_invoice"] = null,
        ["hosted_invoice_url"] = null,
        ["invoice_pdf"] = null,
        ["issuer"] = new JsonObject { ["type"] = "self" },
        ["last_finalization_error"] = null,
        ["latest_revision"] = null,
        ["lines"] = InvoiceLineJson.List(invoice, version),
        ["livemode"] = false,
        ["metadata"] = ResourceJson.Metadata(invoice.Metadata),
        ["next_payment_attempt"] = invoice.SendsToCustomer ? null : invoice.NextAttemptAt ?? invoice.FinalizesAt,
        ["number"] = invoice.Number,
        ["on_behalf_of"] = null,
        ["payment_settings"] = new JsonObject
        {
            ["default_mandate"] = null,
            ["payment_method_options"] = null,
            ["payment_method_types"] = null,
        },
        ["period_end"] = invoice.Period.End,
        ["period_start"] = invoice.Period.Start,
        ["receipt_number"] = null,
        ["rendering"] = null,
        ["shipping_cost"] = null,
        ["shipping_details"] = null,
        ["statement_descriptor"] = invoice.StatementDescriptor,
        ["status"] = NameOf(invoice.Status),
        ["status_transitions"] = new JsonObject
        {
            ["finalized_at"] = invoice.FinalizedAt,
            ["marked_uncollectible_at"] = invoice.MarkedUncollectibleAt,
            ["paid_at"] = invoice.PaidAt,
            ["voided_at"] = invoice.VoidedAt,
        },
        ["test_clock"] = invoice.TestClockId,
        ["webhooks_delivered_at"] = invoice.FinalizedAt,
    };

    private static void AddAmounts(JsonObject json, Invoice invoice)
    {
        json["amount_due"] = invoice.DueCents;
        json["amount_paid"] = invoice.PaidCents;
        json["amount_remaining"] = invoice.Status == InvoiceStatus.Paid ? 0 : invoice.DueCents;
        json["amount_shipping"] = 0;
        json["ending_balance"] = invoice.EndingBalanceCents;
        json["post_payment_credit_notes_amount"] = 0;
        json["pre_payment_credit_notes_amount"] = 0;
        json["starting_balance"] = invoice.StartingBalanceCents;
        json["subtotal"] = invoice.TotalCents;
        json["subtotal_excluding_tax"] = invoice.TotalCents;
        json["total"] = invoice.TotalCents;
        json["total_discount_amounts"] = new JsonArray();
        json["total_excluding_tax"] = invoice.TotalCents;
        json["total_pretax_credit_amounts"] = new JsonArray();
    }

    private static void AddCustomer(JsonObject json, Invoice invoice)
    {
        json["customer"] = invoice.CustomerId;
        json["customer_address"] = null;
        json["customer_email"] = invoice.CustomerEmail;
        json["customer_name"] = invoice.CustomerName;
        json["customer_phone"] = null;
        json["customer_shipping"] = null;
        json["customer_tax_exempt"] = "none";
        json["customer_tax_ids"] = new JsonArray();
    }

    private static void AddSinceBasil(JsonObject json, Invoice invoice)
    {
        json["amount_overpaid"] = 0;
        json["parent"] = invoice.SubscriptionId is null ? null : new JsonObject
        {
            ["quote_details"] = null,
            ["subscription_details"] = new JsonObject
            {
                ["metadata"] = ResourceJson.Metadata(invoice.SubscriptionMetadata),
                ["subscription"] = invoice.SubscriptionId,
            },
            ["type"] = "subscription_details",
        };
        json["total_taxes"] = new JsonArray();
    }

    private static void AddByDate(JsonObject json, Invoice invoice, ApiVersion version)
    {
        if (version.IsAtLeast(ApiVersion.CustomerAccounts))
        {
            json["customer_account"] = null;
        }

        if (version.IsAtLeast(ApiVersion.BillingSchedules))
        {
            json["amount_paid_off_stripe"] = invoice.IsPaidOutOfBand ? invoice.DueCents : 0;
        }

        if (version.IsAtLeast(ApiVersion.Endive) && invoice.Status == InvoiceStatus.Uncollectible)
        {
            json["status_details"] = new JsonObject { ["uncollectible"] = new JsonObject { ["reason"] = invoice.UncollectibleReason } };
        }
    }

    private static void AddBeforeBasil(JsonObject json, Invoice invoice)
    {
        json["application_fee_amount"] = null;
        json["charge"] = invoice.ChargeId;
        json["discount"] = null;
        json["paid"] = invoice.Status == InvoiceStatus.Paid;
        json["paid_out_of_band"] = invoice.IsPaidOutOfBand;
        json["payment_intent"] = invoice.PaymentIntentId;
        json["quote"] = null;
        json["subscription"] = invoice.SubscriptionId;
        json["subscription_details"] = new JsonObject
        {
            ["metadata"] = invoice.SubscriptionId is null ? null : ResourceJson.Metadata(invoice.SubscriptionMetadata),
        };
        json["tax"] = null;
        json["total_tax_amounts"] = new JsonArray();
        json["transfer_data"] = null;
    }
}
