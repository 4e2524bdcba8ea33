// The whole life of a pack, by the newest stripe-node: refused, paid, refunded, disputed, told by signed webhooks.
"use strict";

const Stripe = require("stripe");
const { advance, assert, clientOptions, did, key, receivedAll, receiver } = require("./shop.js");

const stripe = new Stripe(key, clientOptions);

async function main() {
    const endpoint = await receiver();
    const { secret } = await stripe.webhookEndpoints.create({ url: endpoint.url, enabled_events: ["*"], api_version: "2026-10-28.endive" });
    const customer = await stripe.customers.create({ email: "ada@example.test", metadata: { user_id: "ada" } });
    const intent = await stripe.paymentIntents.create({ amount: 1_000, currency: "usd", customer: customer.id, metadata: { pack: "starter" } });
    assert.equal(intent.status, "requires_payment_method");
    did(`made ${intent.object} of ${intent.amount}`);

    await decline(intent);
    await pay(intent);
    await refund(intent);
    await dispute();
    await checkWebhooks(endpoint, secret);
    endpoint.close();
}

async function decline(intent) {
    await assert.rejects(stripe.paymentIntents.confirm(intent.id, { payment_method: "pm_card_chargeDeclinedInsufficientFunds" }), error => {
        assert.ok(error instanceof Stripe.errors.StripeCardError);
        assert.deepEqual([error.statusCode, error.code, error.decline_code], [402, "card_declined", "insufficient_funds"]);
        assert.equal(error.payment_intent.status, "requires_payment_method");
        return true;
    });
    did("was declined with a StripeCardError");
}

async function pay(intent) {
    const paid = await stripe.paymentIntents.confirm(intent.id, { payment_method: "pm_card_visa", expand: ["latest_charge", "customer"] });
    assert.deepEqual([paid.status, paid.amount_received, paid.latest_charge.paid], ["succeeded", 1_000, true]);
    assert.equal(paid.customer.email, "ada@example.test");
    assert.equal(paid.latest_charge.metadata.pack, "starter");
    did("paid with another card; charge and customer came expanded");
}

async function refund(intent) {
    const half = await stripe.refunds.create({ payment_intent: intent.id, amount: 400 });
    assert.deepEqual([half.status, half.amount], ["succeeded", 400]);
    await assert.rejects(stripe.refunds.create({ payment_intent: intent.id, amount: 601 }), error => {
        assert.ok(error instanceof Stripe.errors.StripeInvalidRequestError);
        assert.equal(error.param, "amount");
        return true;
    });
    const rest = await stripe.refunds.create({ payment_intent: intent.id });
    assert.equal(rest.amount, 600);
    const charge = await stripe.charges.retrieve(rest.charge);
    assert.deepEqual([charge.refunded, charge.amount_refunded], [true, 1_000]);
    await assert.rejects(stripe.refunds.create({ payment_intent: intent.id }), { code: "charge_already_refunded" });
    did("refunded in part, refused to refund too much, refunded the rest");
}

async function dispute() {
    const paid = await stripe.paymentIntents.create({ amount: 2_000, currency: "usd", payment_method: "pm_card_createDispute", confirm: true });
    const [opened] = (await stripe.disputes.list({ payment_intent: paid.id })).data;
    assert.deepEqual([opened.status, opened.amount, opened.reason], ["needs_response", 2_000, "fraudulent"]);
    await stripe.disputes.update(opened.id, { evidence: { uncategorized_text: "winning_evidence" } });
    await advance(60);
    const won = await stripe.disputes.retrieve(opened.id);
    assert.equal(won.status, "won");
    assert.equal(won.balance_transactions.reduce((sum, transaction) => sum + transaction.net, 0), 0);
    did("won a dispute, and the money came back");
}

async function checkWebhooks(endpoint, secret) {
    const webhooks = await receivedAll(endpoint, [
        "customer.created", "payment_intent.payment_failed", "payment_intent.succeeded", "refund.created", "charge.refunded",
        "charge.dispute.created", "charge.dispute.closed", "charge.dispute.funds_reinstated",
    ]);
    const events = webhooks.map(({ body, signature }) => stripe.webhooks.constructEvent(body, signature, secret));
    const types = events.map(event => event.type);
    const { body, signature } = webhooks[types.indexOf("customer.created")];
    const forged = body.toString().replace("ada@example.test", "eve@example.test");
    assert.throws(() => stripe.webhooks.constructEvent(forged, signature, secret), Stripe.errors.StripeSignatureVerificationError);
    assert.throws(() => stripe.webhooks.constructEvent(JSON.stringify(JSON.parse(body)), signature, secret), Stripe.errors.StripeSignatureVerificationError);
    did(`verified ${events.length} webhooks: ${[...new Set(types)].join(", ")}`);
}

main().catch(error => {
    console.error(error);
    process.exit(1);
});
