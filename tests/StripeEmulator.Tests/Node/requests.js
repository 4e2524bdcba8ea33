// What stripe-node does around requests: pages, idempotency, errors.
"use strict";

const Stripe = require("stripe");
const { assert, clientOptions, did, key } = require("./shop.js");

const stripe = new Stripe(key, clientOptions);

async function main() {
    await page();
    await replay();
    await fail();
}

async function page() {
    for (let number = 0; number < 12; number++) {
        await stripe.customers.create({ name: `Customer ${number}`, email: "pages@example.test" });
    }

    const names = [];
    for await (const customer of stripe.customers.list({ email: "pages@example.test", limit: 5 })) {
        names.push(customer.name);
    }

    assert.deepEqual(names, Array.from({ length: 12 }, (_, index) => `Customer ${11 - index}`));
    const backwards = await stripe.customers.list({ email: "pages@example.test", limit: 5 }).autoPagingToArray({ limit: 100 });
    assert.equal(backwards.length, 12);
    did("went through three pages, newest first");
}

async function replay() {
    const send = amount => stripe.paymentIntents.create({ amount, currency: "usd" }, { idempotencyKey: "once" });
    const [first, again] = [await send(500), await send(500)];
    assert.equal(again.id, first.id);
    assert.equal(again.lastResponse.headers["idempotent-replayed"], "true");
    await assert.rejects(send(600), Stripe.errors.StripeIdempotencyError);
    did("got the same payment for the same idempotency key, and an error for other parameters");
}

async function fail() {
    await assert.rejects(stripe.customers.retrieve("cus_nobody"), error => {
        assert.ok(error instanceof Stripe.errors.StripeInvalidRequestError);
        assert.deepEqual([error.statusCode, error.code, error.param], [404, "resource_missing", "id"]);
        assert.ok(error.requestId.startsWith("req_"));
        return true;
    });
    await assert.rejects(stripe.paymentIntents.create({ amount: 500, currency: "usd", no_such: 1 }), { code: "parameter_unknown" });
    await assert.rejects(
        new Stripe("sk_test_of_somebody_else", clientOptions).customers.list(), Stripe.errors.StripeAuthenticationError);
    did("met a StripeInvalidRequestError and a StripeAuthenticationError");
}

main().catch(error => {
    console.error(error);
    process.exit(1);
});
