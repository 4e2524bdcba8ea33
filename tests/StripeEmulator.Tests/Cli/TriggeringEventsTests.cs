namespace StripeEmulator.Tests.Cli;

/// <summary>
/// <c>stripe trigger</c>. The endpoint takes one delivery at a time, so what arrives is what happened, in its order.
/// </summary>
public sealed class TriggeringEventsTests(StripeCli cli) : IClassFixture<StripeCli>
{
    /// <summary>They follow by themselves a moment later; what the CLI does meanwhile may come before or after.</summary>
    private static readonly string[] Later = ["charge.updated", "invoice_payment.paid"];

    private static readonly string[] Plan = ["product.created", "price.created"];
    private static readonly string[] Payment = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"];
    private static readonly string[] Invoiced = ["invoice.created", "invoice.finalized", "invoice.paid", "invoice.payment_succeeded"];

    private static readonly string[] Billed =
    [
        "customer.created",
        "payment_method.attached",
        "invoiceitem.created",
        "customer.updated",
        "invoice.created",
        "invoice.finalized",
    ];

    private static readonly string[] Subscribed =
    [
        "customer.created",
        "payment_method.attached",
        .. Plan,
        "charge.succeeded",
        "customer.updated",
        "customer.subscription.created",
        "payment_intent.succeeded",
        "payment_intent.created",
        .. Invoiced,
    ];

    public static TheoryData<string, string[]> Triggers => new()
    {
        { "customer.created", ["customer.created"] },
        { "payment_intent.succeeded", Payment },
        { "payment_intent.payment_failed", ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"] },
        { "payment_intent.requires_action", ["payment_intent.created", "payment_intent.requires_action"] },
        { "payment_intent.canceled", ["payment_intent.created", "payment_intent.canceled"] },
        { "charge.refunded", [.. Payment, "refund.created", "charge.refunded"] },
        { "charge.refund.updated", [.. Payment, "refund.created", "charge.refunded", "refund.updated", "charge.refund.updated"] },
        { "charge.dispute.created", [.. Payment, "charge.dispute.created"] },
        { "charge.dispute.closed", [.. Payment, "charge.dispute.created", "charge.dispute.closed"] },
        { "customer.subscription.created", Subscribed },
        { "customer.subscription.updated", [.. Subscribed, "customer.subscription.updated"] },
        { "customer.subscription.deleted", [.. Subscribed, "customer.subscription.deleted"] },
        {
            "customer.subscription.trial_will_end",
            [
                "customer.created", .. Plan, "customer.updated", "customer.subscription.created", .. Invoiced,
                "customer.subscription.trial_will_end",
            ]
        },
        { "invoice.paid", [.. Billed, .. Payment, "invoice.paid", "invoice.payment_succeeded"] },
        { "invoice.payment_succeeded", [.. Billed, .. Payment, "invoice.paid", "invoice.payment_succeeded"] },
        {
            "invoice.payment_failed",
            [
                .. Billed, "payment_intent.created", "charge.failed", "payment_intent.payment_failed", "invoice.payment_failed",
                "invoice.updated",
            ]
        },
        {
            "checkout.session.completed",
            [.. Plan, "charge.succeeded", "payment_intent.succeeded", "payment_intent.created", "checkout.session.completed"]
        },
        { "checkout.session.expired", [.. Plan, "checkout.session.expired"] },
        { "billing_portal.session.created", ["customer.created", "billing_portal.session.created"] },
        {
            "subscription.payment_failed",
            [
                "customer.created", "payment_method.attached", "customer.updated", .. Plan, "charge.failed", "customer.updated",
                "customer.subscription.created", "payment_intent.payment_failed", "payment_intent.created", "invoice.created",
                "invoice.finalized", "invoice.payment_failed",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task ATrigger_Succeeds_AndItsEventsArriveSigned_InOrder(string trigger, string[] expected)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver, "--Webhooks:Concurrency=1");

        (await cli.RunAsync(server, "trigger", trigger)).AssertSucceeded();

        var received = await TakeAsync(receiver, expected.Length);
        Assert.Equal(expected, received.Select(webhook => webhook.Event.Type));
        Assert.All(received, webhook => webhook.AssertSignedWith(WebhookReceiver.Secret));
    }

    private static async Task<IReadOnlyList<ReceivedWebhook>> TakeAsync(WebhookReceiver receiver, int count)
    {
        var taken = new List<ReceivedWebhook>();
        while (taken.Count < count)
        {
            taken.AddRange((await receiver.TakeAsync(1)).Where(webhook => !Later.Contains(webhook.Event.Type)));
        }

        return taken;
    }
}
