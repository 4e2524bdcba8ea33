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
        SubscriptionStatus.Paused => "paused",
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

        AddByDate(json, subscription, version);

        // Only the one and only item is also shown as the subscription's plan.
        if (subscription.Items is [var only])
        {
            json["plan"] = PriceJson.Plan(only.Price);
            json["quantity"] = only.Quantity;
        }

        return json;
    }

    /// <summary>An item by itself.</summary>
    public static JsonObject Render(SubscriptionItemOf item, ApiVersion version) => Item(item.Subscription, item.Item, version);

    private static void AddByDate(JsonObject json, Subscription subscription, ApiVersion version)
    {
        if (version.IsAtLeast(ApiVersion.BillingModes))
        {
            json["billing_mode"] = BillingMode(subscription);
        }

        if (version.IsAtLeast(ApiVersion.CustomerAccounts))
        {
            json["customer_account"] = null;
        }

        if (version.IsAtLeast(ApiVersion.ManagedPayments))
        {
            json["managed_payments"] = null;
        }

        if (version.IsAtLeast(ApiVersion.BillingSchedules))
        {
            json["billing_schedules"] = new JsonArray();
        }

        if (version.IsAtLeast(ApiVersion.InvoiceTexts))
        {
            var settings = json["invoice_settings"]!.AsObject();
            settings["custom_fields"] = null;
            settings["description"] = null;
            settings["footer"] = null;
        }

        if (version.IsAtLeast(ApiVersion.FeedbackOptions))
        {
            json["cancellation_details"]!["feedback_option"] = null;
        }

        if (version.IsAtLeast(ApiVersion.Endive))
        {
            json["trial_settings"]!["end_behavior"]!["billing_cycle_anchor"] = null;
            if (subscription.Pause is { } pause)
            {
                json["status_details"] = StatusDetails(pause);
            }
        }
    }

    private static JsonObject BillingMode(Subscription subscription)
    {
        var mode = new JsonObject
        {
            ["flexible"] = subscription.IsClassic ? null : new JsonObject { ["proration_discounts"] = "included" },
            ["type"] = subscription.IsClassic ? "classic" : "flexible",
        };
        if (subscription.FlexibleSince is { } since)
        {
            mode["updated_at"] = since;
        }

        return mode;
    }

    private static JsonObject StatusDetails(Pause pause) => new()
    {
        ["paused"] = new JsonObject
        {
            ["subscription"] = new JsonObject { ["type"] = pause.Reason },
            ["transitioned_at"] = pause.Since,
            ["type"] = "subscription",
        },
    };

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
        ["collection_method"] = subscription.SendsInvoices ? "send_invoice" : "charge_automatically",
        ["created"] = subscription.Created,
        ["currency"] = subscription.Currency,
        ["customer"] = subscription.CustomerId,
        ["days_until_due"] = subscription.DaysUntilDue,
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
        ["pause_collection"] = subscription.PausedCollection is not { } paused ? null : new JsonObject
        {
            ["behavior"] = paused.Behavior,
            ["resumes_at"] = paused.ResumesAt,
        },
        ["payment_settings"] = new JsonObject
        {
            ["payment_method_options"] = null,
            ["payment_method_types"] = null,
            ["save_default_payment_method"] = subscription.SavesDefaultMethod ? "on_subscription" : "off",
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
