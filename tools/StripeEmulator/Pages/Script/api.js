// Talks to the Stripe that this script was loaded from, with the publishable key.

const connectionFailed =
  "We are experiencing issues connecting to our payments provider. Please check your internet connection and try again.";

/** The calling page made a mistake. */
class IntegrationError extends Error {
  constructor(message) {
    super(message);
    this.name = "IntegrationError";
  }
}

// A module has no current script; then whatever looks like Stripe's script is taken for it.
const ownScript = document.currentScript
  || document.querySelector('script[src*="/v3"], script[src$="/stripe.js"]');
const ownAddress = new URL(ownScript ? ownScript.src : "/v3/", document.baseURI);
const origin = ownAddress.origin;
const release = ownAddress.pathname.split("/")[1];

/** Writes nested values as Stripe reads them: a[b]=1. Leaves out what is not given. */
function encode(values) {
  const form = new URLSearchParams();
  const add = (name, value) => {
    if (value === undefined || value === null) {
      return;
    }

    if (typeof value === "object") {
      Object.entries(value).forEach(([key, member]) => add(`${name}[${key}]`, member));
    } else {
      form.append(name, value);
    }
  };
  Object.entries(values).forEach(([name, value]) => add(name, value));
  return form;
}

/** Answers { value } or { error }, and never throws for what the network or Stripe does. */
async function request(client, method, path, values) {
  const form = encode({ ...values, key: client.key, _stripe_account: client.account });
  const isGet = method === "GET";
  const headers = client.apiVersion ? { "Stripe-Version": client.apiVersion } : {};
  try {
    const response = await fetch(origin + path + (isGet ? `?${form}` : ""), {
      method, headers, body: isGet ? undefined : form, credentials: "omit", cache: "no-store",
    });
    const answer = await response.json();
    return response.ok ? { value: answer } : { error: answer.error };
  } catch {
    return { error: { type: "api_connection_error", message: connectionFailed } };
  }
}

/** The id before the secret; a page that mixes the two up is told so. */
function intentOf(clientSecret, method) {
  const match = /^(pi_[A-Za-z0-9]+)_secret_[A-Za-z0-9]+$/.exec(clientSecret ?? "");
  if (!match) {
    throw new IntegrationError(
      `Invalid value for ${method} intent secret: value should be a client_secret of the form \${id}_secret_\${secret}.`);
  }

  return match[1];
}

async function retrieve(client, clientSecret, method) {
  const id = intentOf(clientSecret, method);
  const { value, error } = await request(client, "GET", `/v1/payment_intents/${id}`, { client_secret: clientSecret });
  return error ? { error } : { paymentIntent: value };
}
