namespace StripeEmulator.Tests.Webhooks;

/// <summary>
/// One event for an acacia and for an endive endpoint: these paths differ and no other, so a consumer may rely on the rest.
/// </summary>
public sealed class DifferingExactlyTests
{
    private static readonly string[] Charge =
    [
        "+ data.object.payment_method_details.card.electronic_commerce_indicator",
        "+ data.object.payment_method_details.card.transaction_link_id",
        "- data.object.invoice",
    ];

    public static TheoryData<string, string[]> Events => new()
    {
        {
            "customer.subscription.updated",
            [
                "+ data.object.billing_mode",
                "+ data.object.billing_schedules",
                "+ data.object.cancellation_details.feedback_option",
                "+ data.object.customer_account",
                "+ data.object.invoice_settings.custom_fields",
                "+ data.object.invoice_settings.description",
                "+ data.object.invoice_settings.footer",
                "+ data.object.items.data[].current_period_end",
                "+ data.object.items.data[].current_period_start",
                "+ data.object.items.data[].current_trial",
                "+ data.object.managed_payments",
                "+ data.object.trial_settings.end_behavior.billing_cycle_anchor",
                "+ data.previous_attributes.items",
                "- data.object.current_period_end",
                "- data.object.current_period_start",
                "- data.object.discount",
                "- data.previous_attributes.current_period_end",
                "- data.previous_attributes.current_period_start",
            ]
        },
        {
            "invoice.paid",
            [
                "+ data.object.amount_overpaid",
                "+ data.object.amount_paid_off_stripe",
                "+ data.object.customer_account",
                "+ data.object.lines.data[].parent",
                "+ data.object.lines.data[].pricing",
                "+ data.object.lines.data[].quantity_decimal",
                "+ data.object.lines.data[].subtotal",
                "+ data.object.lines.data[].taxes",
                "+ data.object.parent",
                "+ data.object.total_taxes",
                "- data.object.application_fee_amount",
                "- data.object.charge",
                "- data.object.discount",
                "- data.object.lines.data[].amount_excluding_tax",
                "- data.object.lines.data[].plan",
                "- data.object.lines.data[].price",
                "- data.object.lines.data[].proration",
                "- data.object.lines.data[].proration_details",
                "- data.object.lines.data[].subscription_item",
                "- data.object.lines.data[].tax_amounts",
                "- data.object.lines.data[].tax_rates",
                "- data.object.lines.data[].type",
                "- data.object.lines.data[].unit_amount_excluding_tax",
                "- data.object.paid",
                "- data.object.paid_out_of_band",
                "- data.object.payment_intent",
                "- data.object.quote",
                "- data.object.subscription",
                "- data.object.subscription_details",
                "- data.object.tax",
                "- data.object.total_tax_amounts",
                "- data.object.transfer_data",
            ]
        },
        { "charge.succeeded", Charge },
        { "charge.refunded", Charge },
        {
            "payment_intent.succeeded",
            [
                "+ data.object.allowed_payment_method_types",
                "+ data.object.customer_account",
                "+ data.object.managed_payments",
                "+ data.object.payment_record",
                "- data.object.invoice",
            ]
        },
        { "refund.created", ["+ data.object.customer", "+ data.object.customer_account", "+ data.object.payment_method"] },
        {
            "charge.dispute.created",
            [
                "+ data.object.evidence_details.submission_method",
                "+ data.object.intended_submission_method",
                "+ data.object.payment_method_details.card.network",
                "- data.object.balance_transaction",
            ]
        },
        {
            "checkout.session.completed",
            [
                "+ data.object.allowed_payment_method_types",
                "+ data.object.customer_account",
                "+ data.object.integration_identifier",
                "+ data.object.managed_payments",
                "- data.object.shipping_details",
                "~ data.object.ui_mode",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Events))]
    public async Task AnEvent_DiffersBetweenAcaciaAndEndive_InExactlyThis(string type, string[] expected)
    {
        await using var versions = await TwoVersions.StartAsync(type);

        await LetHappenAsync(type, versions);
        var (old, current) = await versions.TakeAsync();

        Assert.Equal((type, old.Text("id")), (current.TypeOf(), current.Text("id")));
        // How many endpoints are still to take it may have changed between the two.
        var differing = JsonDifference.Between(old, current).Where(path => path != "~ pending_webhooks");
        Assert.Equal(expected.Append("~ api_version").Order(StringComparer.Ordinal), differing);
    }

    private static async Task LetHappenAsync(string type, TwoVersions versions)
    {
        var server = versions.Server;
        switch (type)
        {
            case "charge.dispute.created":
                await PayAsync(server, "pm_card_createDispute");
                break;
            case "charge.refunded" or "refund.created":
                await server.PostAsync("/v1/refunds", $"payment_intent={await PayAsync(server, "pm_card_visa")}");
                break;
            case "checkout.session.completed":
                await server.PayAsync(await server.CreatePackSessionAsync());
                break;
            default:
                await server.SubscribeAsync();
                await versions.AdvanceAsync(TimeSpan.FromDays(32));
                break;
        }
    }

    private static async Task<string> PayAsync(EmulatorServer server, string method) => (await server.PostAsync(
        "/v1/payment_intents", "amount=500", "currency=usd", $"payment_method={method}", "confirm=true")).Id;
}
