// The whole life of a subscription, by the newest stripe-node: bought, renewed, unpaid, recovered, changed, ended.
"use strict";

const Stripe = require("stripe");
const { advancePast, assert, clientOptions, control, did, key } = require("./shop.js");

const stripe = new Stripe(key, clientOptions);

async function main() {
    const { subscription, higher } = await buy();
    await renew(subscription);
    await failAndRecover(subscription);
    await changePrice(subscription, higher);
    await endAndResume(subscription);
    await end(subscription);
}

async function buy() {
    const product = await stripe.products.create({ name: "Plus" });
    const monthly = { product: product.id, currency: "usd", recurring: { interval: "month" } };
    const price = await stripe.prices.create({ ...monthly, unit_amount: 1_000, lookup_key: "plus" });
    const higher = await stripe.prices.create({ ...monthly, unit_amount: 5_000 });
    const [found] = (await stripe.prices.list({ lookup_keys: ["plus"] })).data;
    const session = await stripe.checkout.sessions.create({
        mode: "subscription",
        line_items: [{ price: found.id, quantity: 1 }],
        success_url: "https://shop.example.test/done",
        subscription_data: { metadata: { user_id: "ada" } },
    });
    assert.equal(found.id, price.id);
    assert.ok(session.url.startsWith("http"));

    await control(`/_emulator/checkout/${session.id}/pay`, { paymentMethod: "pm_card_visa", email: "ada@example.test", name: "Ada" });
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["customer", "line_items"] });
    assert.deepEqual([done.status, done.payment_status, done.customer.email], ["complete", "paid", "ada@example.test"]);
    assert.equal(done.line_items.data[0].amount_total, 1_000);
    const subscription = await stripe.subscriptions.retrieve(done.subscription, { expand: ["items.data.price.product"] });
    assert.deepEqual([subscription.status, subscription.metadata.user_id], ["active", "ada"]);
    assert.equal(subscription.items.data[0].price.product.name, "Plus");
    did("bought a subscription by Checkout");
    return { subscription, higher };
}

// Past the end of its period, and the hour for which a renewal's invoice is a draft.
async function advancePastPeriod(subscription) {
    const { items } = await stripe.subscriptions.retrieve(subscription.id);
    await advancePast(items.data[0].current_period_end, 7_200);
}

async function renew(subscription) {
    await advancePastPeriod(subscription);
    const { data } = await stripe.invoices.list({ subscription: subscription.id });
    assert.deepEqual(data.map(invoice => [invoice.billing_reason, invoice.status]), [["subscription_cycle", "paid"], ["subscription_create", "paid"]]);
    assert.equal(data[0].parent.subscription_details.subscription, subscription.id);
    const payments = await stripe.invoicePayments.list({ invoice: data[0].id, expand: ["data.payment.payment_intent"] });
    assert.equal(payments.data[0].payment.payment_intent.status, "succeeded");
    did("renewed; the invoice's payment is found by its invoice payment");
}

async function failAndRecover(subscription) {
    await stripe.subscriptions.update(subscription.id, { default_payment_method: "pm_card_chargeCustomerFail" });
    await advancePastPeriod(subscription);
    const late = await stripe.subscriptions.retrieve(subscription.id, { expand: ["latest_invoice"] });
    assert.deepEqual([late.status, late.latest_invoice.status, late.latest_invoice.attempt_count], ["past_due", "open", 1]);
    await assert.rejects(stripe.invoices.pay(late.latest_invoice.id), Stripe.errors.StripeCardError);
    await stripe.subscriptions.update(subscription.id, { default_payment_method: "pm_card_visa" });
    assert.equal((await stripe.invoices.pay(late.latest_invoice.id)).status, "paid");
    assert.equal((await stripe.subscriptions.retrieve(subscription.id)).status, "active");
    did("failed to renew, and came back with a new card");
}

async function changePrice(subscription, higher) {
    const changed = await stripe.subscriptions.update(subscription.id, {
        items: [{ id: subscription.items.data[0].id, price: higher.id }],
        proration_behavior: "always_invoice",
    });
    const invoice = await stripe.invoices.retrieve(changed.latest_invoice);
    assert.deepEqual([invoice.billing_reason, invoice.status, invoice.lines.data.length], ["subscription_update", "paid", 2]);
    assert.ok(invoice.lines.data.every(line => line.parent.subscription_item_details.proration));
    assert.ok(invoice.amount_paid > 0 && invoice.amount_paid <= 4_000);
    did(`changed the price; the difference of ${invoice.amount_paid} was paid at once`);
}

async function endAndResume(subscription) {
    const ending = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    assert.deepEqual([ending.status, ending.cancel_at_period_end], ["active", true]);
    const resumed = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false });
    assert.deepEqual([resumed.cancel_at_period_end, resumed.cancel_at], [false, null]);
    await advancePastPeriod(subscription);
    assert.equal((await stripe.subscriptions.retrieve(subscription.id)).status, "active");
    did("wanted to end, resumed, and was renewed");
}

async function end(subscription) {
    const ended = await stripe.subscriptions.cancel(subscription.id);
    assert.equal(ended.status, "canceled");
    const last = (await stripe.events.list({ type: "customer.subscription.deleted" })).data[0];
    assert.equal(last.data.object.id, subscription.id);
    await assert.rejects(stripe.subscriptions.update(subscription.id, { metadata: { late: "1" } }), Stripe.errors.StripeInvalidRequestError);
    did("was canceled, and takes no change any more");
}

main().catch(error => {
    console.error(error);
    process.exit(1);
});
