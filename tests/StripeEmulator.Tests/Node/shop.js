// What the scripts beside this one share: the emulator's address, its clock, a webhook endpoint, and saying what was done.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs/promises");
const http = require("node:http");

const base = new URL(process.env.EMULATOR_URL);
const key = process.env.EMULATOR_KEY;
const clockFile = process.env.EMULATOR_CLOCK_FILE;
const patienceMs = 60_000;
const day = 86_400;
let offset = 0;

const clientOptions = { host: base.hostname, port: Number(base.port), protocol: "http" };

function did(what) {
    console.log(`- ${what}`);
}

async function control(path, body) {
    const answer = await fetch(new URL(path, base), {
        method: body ? "POST" : "GET",
        headers: { "Authorization": `Bearer ${key}`, "Content-Type": "application/json" },
        body: body && JSON.stringify(body),
    });
    assert.equal(answer.ok, true, `${path} answered ${answer.status}`);
    return answer.json();
}

async function businessTime() {
    return (await control("/_emulator/health")).businessTime;
}

// What is looked for is a text, or what makes one when the wait is over.
async function eventually(what, look) {
    const deadline = Date.now() + patienceMs;
    for (;;) {
        const found = await look();
        if (found) {
            return found;
        }

        assert.ok(Date.now() < deadline, `waited in vain for: ${typeof what === "function" ? what() : what}`);
        await new Promise(resolve => setTimeout(resolve, 20));
    }
}

// Moves the emulator's business clock forward and waits until it shows.
async function advance(seconds) {
    const target = await businessTime() + seconds;
    offset += seconds;
    await fs.writeFile(clockFile, String(offset));
    await eventually("the clock", async () => await businessTime() >= target);
}

// To this long after the moment: months are of different lengths, so a number of days is now after one retry, now after two.
async function advancePast(moment, seconds) {
    await advance(moment - await businessTime() + seconds);
}

// A webhook endpoint that keeps each body as it came, with its signature.
async function receiver() {
    const received = [];
    const server = http.createServer((request, response) => {
        const chunks = [];
        request.on("data", chunk => chunks.push(chunk));
        request.on("end", () => {
            received.push({ body: Buffer.concat(chunks), signature: request.headers["stripe-signature"] });
            response.end();
        });
    });
    await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
    return { received, url: `http://127.0.0.1:${server.address().port}/webhooks`, close: () => server.close() };
}

// Waits until each of these has come, as events may overtake one another, and gives back what has come by then.
async function receivedAll(endpoint, types) {
    let missing = types;
    const hasAll = () => {
        const come = new Set(endpoint.received.map(({ body }) => JSON.parse(body).type));
        missing = types.filter(type => !come.has(type));
        return missing.length === 0;
    };
    await eventually(() => `webhooks of ${missing.join(", ")}`, hasAll);
    return [...endpoint.received];
}

module.exports = { advance, advancePast, assert, clientOptions, control, day, did, eventually, key, receivedAll, receiver };
