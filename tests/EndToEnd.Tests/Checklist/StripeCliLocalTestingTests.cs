using System.Text.RegularExpressions;
using Testing;
using Testing.Stripe;

namespace EndToEnd.Tests.Checklist;

/// <summary>
/// Chapter 5 of the release checklist, item by item: <c>stripe listen</c> by the official CLI itself, and what <c>stripe trigger</c>
/// brings about by the very requests that it sends. A trigger's objects lack our metadata, so its events are taken, archived and
/// have no effect.
/// </summary>
[Collection(OneSystem.Name)]
public sealed partial class StripeCliLocalTestingTests(RunningSystem system)
{
    private const string NotOurs = "not_ours";

    private readonly StripeDashboard stripe = new(system);

    [Fact(DisplayName = "5 Stripe CLI Local Testing: stripe listen --forward-to (webhooks come to the local server)")]
    public async Task ListenAndForward()
    {
        var (url, key) = (new Uri(system.Setting("STRIPE_API_BASE")), system.Setting("STRIPE_SECRET_KEY"));
        var cli = new OfficialStripeCli();
        await cli.InitializeAsync();
        string forwarded;
        await using (var listen = cli.Start(url, key, "listen", "--all-snapshot", "--forward-to", system.Setting("WEBHOOK_URL")))
        {
            await listen.SaysAsync("Ready!");
            (await cli.RunAsync(url, key, "trigger", "customer.created")).AssertSucceeded();

            // Stripe's own delivery came as well: the ingress takes both, and keeps one.
            await listen.SaysAsync("[200] POST");
            // It may have said half of the line.
            await Eventually.Async(() => Task.FromResult(ForwardedEvent().IsMatch(listen.Output)));
            forwarded = ForwardedEvent().Match(listen.Output).Groups[1].Value;
        }

        await cli.DisposeAsync();
        await Eventually.Async(async () => Assert.Contains(
            await stripe.DeliveriesAsync(forwarded),
            delivery => delivery.Text("endpointId").StartsWith("we_", StringComparison.Ordinal)
                && delivery.Text("url") == system.Setting("WEBHOOK_URL") && delivery.GetProperty("status").GetInt32() == 200));
        await Eventually.Async(async () => Assert.Equal(1, await system.BillingAsync<long>(
            $"SELECT count(*) FROM stripe_events WHERE event_id = '{forwarded}' AND outcome = 'unhandled'")));
    }

    [Fact(DisplayName = "5 Stripe CLI Local Testing: stripe trigger payment_intent.succeeded")]
    public async Task TriggerPaymentIntentSucceeded()
    {
        var accounts = await AccountsAsync();

        var payment = await PayAsync("2000");

        await stripe.AssertFiredAsync("payment_intent.succeeded", payment, NotOurs);
        Assert.Equal(accounts, await AccountsAsync());
    }

    [Fact(DisplayName = "5 Stripe CLI Local Testing: stripe trigger customer.subscription.created")]
    public async Task TriggerSubscriptionCreated()
    {
        var accounts = await AccountsAsync();

        var customer = (await stripe.PostAsync(
            "customers", ("payment_method", "pm_card_visa"), ("invoice_settings[default_payment_method]", "pm_card_visa"))).Text("id");
        var product = (await stripe.PostAsync("products", ("name", "myproduct"))).Text("id");
        var price = (await stripe.PostAsync(
            "prices", ("product", product), ("unit_amount", "1500"), ("currency", "usd"), ("recurring[interval]", "month"))).Text("id");
        var subscription = (await stripe.PostAsync("subscriptions", ("customer", customer), ("items[0][price]", price))).Text("id");

        await stripe.AssertFiredAsync("customer.subscription.created", subscription, NotOurs);
        Assert.Equal(accounts, await AccountsAsync());
    }

    [Fact(DisplayName = "5 Stripe CLI Local Testing: stripe trigger charge.refunded")]
    public async Task TriggerChargeRefunded()
    {
        var accounts = await AccountsAsync();

        var payment = await PayAsync("100");
        await stripe.PostAsync("refunds", ("payment_intent", payment));

        // A refund may be told of before its payment and without its metadata, so this one is handed on, and waits for a payment of ours.
        await stripe.AssertFiredAsync("charge.refunded", await stripe.ChargeOfAsync(payment));
        Assert.Equal(accounts, await AccountsAsync());
    }

    [Fact(DisplayName = "5 Stripe CLI Local Testing: Check logs for webhook processing")]
    public async Task CheckLogs()
    {
        var received = await stripe.AssertFiredAsync("payment_intent.succeeded", await PayAsync("2000"), NotOurs);

        await Eventually.Async(async () => Assert.Contains(
            $"Event {received} of type payment_intent.succeeded accepted: not_ours", await system.DevAsync("logs", "ingress"), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"customer\.created \[(evt_\w+)\]")]
    private static partial Regex ForwardedEvent();

    private async Task<string> PayAsync(string amountCents) => (await stripe.PostAsync(
        "payment_intents", ("amount", amountCents), ("currency", "usd"), ("confirm", "true"), ("payment_method", "pm_card_visa"),
        ("payment_method_types[]", "card"))).Text("id");

    private Task<long> AccountsAsync() => system.CreditsAsync<long>("SELECT count(*) FROM accounts");
}
