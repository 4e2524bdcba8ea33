// What stripe-node 17 was made for: the shapes before basil, in answers and in webhooks.
"use strict";

const Stripe = require("stripe-acacia");
const { advance, assert, clientOptions, day, did, eventually, key, receivedAll, receiver } = require("./shop.js");

const stripe = new Stripe(key, clientOptions);

async function main() {
    assert.equal(Stripe.API_VERSION ?? stripe.getApiField("version"), "2025-02-24.acacia");
    const endpoint = await receiver();
    const { secret } = await stripe.webhookEndpoints.create({ url: endpoint.url, enabled_events: ["*"], api_version: "2025-02-24.acacia" });
    const subscription = await subscribe();
    await advance(31 * day + 7_200);
    await checkInvoice(subscription);
    await eventually("the renewal", () => endpoint.received.some(({ body }) => body.includes("subscription_cycle") && body.includes("\"invoice.paid\"")));
    const webhooks = await receivedAll(endpoint, ["customer.subscription.updated"]);
    const events = webhooks.map(({ body, signature }) => stripe.webhooks.constructEvent(body, signature, secret));
    const moved = events.find(event => event.type === "customer.subscription.updated");
    assert.equal(moved.api_version, "2025-02-24.acacia");
    assert.equal(moved.data.previous_attributes.current_period_end, moved.data.object.current_period_start);
    did(`verified ${events.length} webhooks in the old shape`);
    await checkCancellation(subscription);
    endpoint.close();
}

async function subscribe() {
    const customer = await stripe.customers.create({
        payment_method: "pm_card_visa",
        invoice_settings: { default_payment_method: "pm_card_visa" },
    });
    const price = await stripe.prices.create({ currency: "usd", unit_amount: 1_000, recurring: { interval: "month" }, product_data: { name: "Plus" } });
    const subscription = await stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: price.id }],
        metadata: { user_id: "ada" },
        expand: ["latest_invoice.payment_intent"],
    });
    assert.equal(subscription.status, "active");
    assert.equal(subscription.latest_invoice.payment_intent.status, "succeeded");
    assert.ok(subscription.current_period_end > subscription.current_period_start);
    assert.equal(subscription.items.data[0].current_period_end, undefined);
    did("subscribed; the period stands at the subscription's top");
    return subscription;
}

async function checkInvoice(subscription) {
    const [renewal] = (await stripe.invoices.list({ subscription: subscription.id })).data;
    assert.deepEqual([renewal.billing_reason, renewal.paid, renewal.subscription], ["subscription_cycle", true, subscription.id]);
    assert.equal(renewal.subscription_details.metadata.user_id, "ada");
    assert.ok(renewal.payment_intent.startsWith("pi_") && renewal.charge.startsWith("ch_"));
    assert.deepEqual([renewal.lines.data[0].type, renewal.lines.data[0].price.unit_amount], ["subscription", 1_000]);
    assert.equal((await stripe.charges.retrieve(renewal.charge)).invoice, renewal.id);
    did("renewed; the invoice names its subscription, payment and charge");
}

async function checkCancellation(subscription) {
    const ending = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    assert.deepEqual([ending.cancel_at_period_end, ending.cancel_at], [true, ending.current_period_end]);
    assert.equal((await stripe.subscriptions.cancel(subscription.id)).status, "canceled");
    did("ended at the period's end, then at once");
}

main().catch(error => {
    console.error(error);
    process.exit(1);
});
