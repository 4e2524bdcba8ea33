using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A subscription as JSON: before basil its period stands at the top, since then on each item.</summary>
internal static class SubscriptionJson
{
    public static string NameOf(SubscriptionStatus status) => status switch
    {
        SubscriptionStatus.Incomplete => "incomplete",
        SubscriptionStatus.IncompleteExpired => "incomplete_expired",
        SubscriptionStatus.Trialing => "trialing",
        SubscriptionStatus.Active => "active",
        SubscriptionStatus.PastDue => "past_due",
        SubscriptionStatus.Unpaid => "unpaid",
        SubscriptionStatus.Canceled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such status."),
    };

    public static JsonObject Render(Subscription subscription, ApiVersion version)
    {
        var json = Fields(subscription, version);
        if (!version.IsAtLeast(ApiVersion.Basil))
        {
            json["current_period_end"] = subscription.Period.End;
            json["current_period_start"] = subscription.Period.Start;
            json["discount"] = null;
        }
        else
        {
            json["billing_mode"] = new JsonObject
            {
                ["flexible"] = subscription.IsClassic ? null : new JsonObject { ["proration_discounts"] = "included" },
                ["type"] = subscription.IsClassic ? "classic" : "flexible",
            };
        }

        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["billing_schedules"] = new JsonArray();
            json["customer_account"] = null;
            json["managed_payments"] = null;
            json["cancellation_details"]!["feedback_option"] = null;
            json["invoice_settings"]!["custom_fields"] = null;
            json["invoice_settings"]!["description"] = null;
            json["invoice_settings"]!["footer"] = null;
            json["trial_settings"]!["end_behavior"]!["billing_cycle_anchor"] = null;
        }

        // Only the one and only item is also shown as the subscription's plan.
        if (subscription.Items is [var only])
        {
            json["plan"] = PriceJson.Plan(only.Price);
            json["quantity"] = only.Quantity;
        }

        return json;
    }

    private static JsonObject Fields(Subscription subscription, ApiVersion version) => new()
    {
        ["id"] = subscription.Id,
        ["object"] = subscription.ObjectName,
        ["application"] = null,
        ["application_fee_percent"] = null,
        ["automatic_tax"] = new JsonObject { ["disabled_reason"] = null, ["enabled"] = false, ["liability"] = null },
        ["billing_cycle_anchor"] = subscription.BillingCycleAnchor,
        ["billing_cycle_anchor_config"] = null,
        ["billing_thresholds"] = null,
        ["cancel_at"] = subscription.Cancellation.At,
        ["cancel_at_period_end"] = subscription.Cancellation.IsAtPeriodEnd,
        ["canceled_at"] = subscription.Cancellation.RequestedAt,
        ["cancellation_details"] = new JsonObject
        {
            ["comment"] = subscription.Cancellation.Comment,
            ["feedback"] = subscription.Cancellation.Feedback,
            ["reason"] = subscription.Cancellation.Reason,
        },
        ["collection_method"] = "charge_automatically",
        ["created"] = subscription.Created,
        ["currency"] = subscription.Currency,
        ["customer"] = subscription.CustomerId,
        ["days_until_due"] = null,
        ["default_payment_method"] = subscription.DefaultPaymentMethodId,
        ["default_source"] = null,
        ["default_tax_rates"] = new JsonArray(),
        ["description"] = subscription.Description,
        ["discounts"] = new JsonArray(),
        ["ended_at"] = subscription.EndedAt,
        ["invoice_settings"] = new JsonObject
        {
            ["account_tax_ids"] = null,
            ["issuer"] = new JsonObject { ["type"] = "self" },
        },
        ["items"] = Items(subscription, version),
        ["latest_invoice"] = subscription.LatestInvoiceId,
        ["livemode"] = false,
        ["metadata"] = ResourceJson.Metadata(subscription.Metadata),
        ["next_pending_invoice_item_invoice"] = null,
        ["on_behalf_of"] = null,
        ["pause_collection"] = null,
        ["payment_settings"] = new JsonObject
        {
            ["payment_method_options"] = null,
            ["payment_method_types"] = null,
            ["save_default_payment_method"] = "off",
        },
        ["pending_invoice_item_interval"] = null,
        ["pending_setup_intent"] = null,
        ["pending_update"] = null,
        ["schedule"] = null,
        ["start_date"] = subscription.Created,
        ["status"] = NameOf(subscription.Status),
        ["test_clock"] = subscription.TestClockId,
        ["transfer_data"] = null,
        ["trial_end"] = subscription.Trial?.End,
        ["trial_settings"] = new JsonObject
        {
            ["end_behavior"] = new JsonObject
            {
                ["missing_payment_method"] = subscription.Trial?.MissingPaymentMethod ?? "create_invoice",
            },
        },
        ["trial_start"] = subscription.Trial?.Start,
    };

    private static JsonObject Items(Subscription subscription, ApiVersion version) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. subscription.Items.Select(item => Item(subscription, item, version))]),
        ["has_more"] = false,
        ["url"] = $"/v1/subscription_items?subscription={subscription.Id}",
    };

    private static JsonObject Item(Subscription subscription, SubscriptionItem item, ApiVersion version)
    {
        var json = new JsonObject
        {
            ["id"] = item.Id,
            ["object"] = ObjectNames.SubscriptionItem,
            ["billing_thresholds"] = null,
            ["created"] = item.Created,
            ["discounts"] = new JsonArray(),
            ["metadata"] = ResourceJson.Metadata(item.Metadata),
            ["plan"] = PriceJson.Plan(item.Price),
            ["price"] = PriceJson.Render(item.Price),
            ["quantity"] = item.Quantity,
            ["subscription"] = subscription.Id,
            ["tax_rates"] = new JsonArray(),
        };
        if (version.IsAtLeast(ApiVersion.Basil))
        {
            json["current_period_end"] = subscription.Period.End;
            json["current_period_start"] = subscription.Period.Start;
        }

        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["current_trial"] = null;
        }

        return json;
    }
}
