// window.Stripe: what a page calls.

const authenticationFailed =
  "We are unable to authenticate your payment method. Please choose a different payment method and try again.";

const notCovered = [
  "confirmCardSetup", "confirmSetup", "createConfirmationToken", "createRadarSession", "createSource", "createToken",
  "initCheckout", "initEmbeddedCheckout", "paymentRequest", "retrieveSetupIntent", "retrieveSource",
];

/** A payment as it stands, in the shape that a page gets: refused is an error. */
function outcome(paymentIntent) {
  const refusal = paymentIntent.last_payment_error;
  if (paymentIntent.status !== "requires_payment_method" || !refusal) {
    return { paymentIntent };
  }

  const message = refusal.code === "payment_intent_authentication_failure" ? authenticationFailed : refusal.message;
  return { error: { ...refusal, message, payment_intent: paymentIntent } };
}

function never() {
  return new Promise(() => {});
}

function leaveFor(url) {
  window.location.assign(url);
  return never();
}

function returnUrl(url, paymentIntent) {
  const address = new URL(url);
  address.searchParams.set("payment_intent", paymentIntent.id);
  address.searchParams.set("payment_intent_client_secret", paymentIntent.client_secret);
  address.searchParams.set("redirect_status", "succeeded");
  return address.href;
}

/** Does what the payment waits for: asks the payer, here or on another page. */
async function act(client, clientSecret, paymentIntent, method) {
  const action = paymentIntent.next_action;
  if (paymentIntent.status !== "requires_action") {
    return outcome(paymentIntent);
  }

  if (action.type === "redirect_to_url") {
    return leaveFor(action.redirect_to_url.url);
  }

  let latest = { paymentIntent };
  await showQuestion(action.use_stripe_sdk.stripe_js, async () => {
    latest = await retrieve(client, clientSecret, method);
    return !latest.error && latest.paymentIntent.status !== "requires_action";
  });
  return outcome(latest.paymentIntent);
}

async function confirm(client, clientSecret, values, method, handlesActions) {
  const id = intentOf(clientSecret, method);
  const { value, error } = await request(
    client, "POST", `/v1/payment_intents/${id}/confirm`, { ...values, client_secret: clientSecret, use_stripe_sdk: true });
  return error ? { error }
    : handlesActions ? act(client, clientSecret, value, method)
    : { paymentIntent: value };
}

/** What to pay with: typed into an element, or named by the page. */
function methodData(element, details) {
  const { card, error } = cardOf(element);
  return error ? { error } : { data: { ...details, type: "card", card } };
}

function makeStripe(client) {
  const confirmPayment = async (options) => {
    const { elements, confirmParams = {}, redirect = "always" } = options ?? {};
    const clientSecret = options?.clientSecret ?? (elements && insides.get(elements).options.clientSecret);
    if (redirect !== "if_required" && !confirmParams.return_url) {
      throw new IntegrationError("stripe.confirmPayment(): confirmParams.return_url is needed unless redirect is 'if_required'.");
    }

    const { payment_method_data: details, ...values } = confirmParams;
    if (elements) {
      const inside = insides.get(elements);
      if (!inside.options.clientSecret && !inside.isSubmitted) {
        throw new IntegrationError("elements.submit() must be called before stripe.confirmPayment().");
      }

      const { data, error } = methodData(soleElement(elements), details);
      if (error) {
        return { error };
      }

      values.payment_method_data = data;
    }

    const result = await confirm(client, clientSecret, values, "stripe.confirmPayment", true);
    return result.error || redirect === "if_required" ? result : leaveFor(returnUrl(values.return_url, result.paymentIntent));
  };

  const confirmCardPayment = async (clientSecret, data = {}, { handleActions = true } = {}) => {
    const { payment_method: method, ...values } = data;
    if (typeof method === "string") {
      values.payment_method = method;
    } else if (method) {
      const { card, ...details } = method;
      const typed = insides.has(card) ? methodData(card, details) : { data: { ...details, type: "card", card } };
      if (typed.error) {
        return typed;
      }

      values.payment_method_data = typed.data;
    }

    return confirm(client, clientSecret, values, "stripe.confirmCardPayment", handleActions);
  };

  const createPaymentMethod = async (options) => {
    const { elements, params, card, type, ...details } = options ?? {};
    const element = elements ? soleElement(elements) : insides.has(card) ? card : null;
    const typed = element ? methodData(element, params ?? details) : { data: { ...details, type: type ?? "card", card } };
    if (typed.error) {
      return typed;
    }

    const { value, error } = await request(client, "POST", "/v1/payment_methods", typed.data);
    return error ? { error } : { paymentMethod: value };
  };

  const nextAction = async (clientSecret, method) => {
    const { paymentIntent, error } = await retrieve(client, clientSecret, method);
    return error ? { error } : act(client, clientSecret, paymentIntent, method);
  };

  const stripe = {
    elements: (options) => new Elements(client, options),
    confirmPayment,
    confirmCardPayment,
    createPaymentMethod,
    retrievePaymentIntent: (clientSecret) => retrieve(client, clientSecret, "stripe.retrievePaymentIntent"),
    handleNextAction: (options) => nextAction(options?.clientSecret, "stripe.handleNextAction"),
    handleCardAction: (clientSecret) => nextAction(clientSecret, "stripe.handleCardAction"),
    redirectToCheckout: async ({ sessionId } = {}) => {
      if (!sessionId) {
        throw new IntegrationError("stripe.redirectToCheckout(): you must give a sessionId.");
      }

      return leaveFor(`${origin}/checkout/${encodeURIComponent(sessionId)}`);
    },
    registerAppInfo: () => {},
    _registerWrapper: () => {},
  };
  notCovered.forEach((name) => {
    stripe[name] = () => {
      throw new IntegrationError(`stripe.${name}() is not covered by the local Stripe's script.`);
    };
  });
  return stripe;
}

/** Also callable with new, as some pages do. */
function Stripe(key, options = {}) {
  if (typeof key !== "string" || key === "") {
    throw new IntegrationError("Please call Stripe() with your publishable key. You used an empty string.");
  }

  if (/^(sk|rk)_/.test(key)) {
    throw new IntegrationError("You should not use your secret key with Stripe.js.");
  }

  if (!key.startsWith("pk_test_")) {
    throw new IntegrationError("The local Stripe takes publishable test keys, which begin with pk_test_.");
  }

  return makeStripe({ key, account: options.stripeAccount, apiVersion: options.apiVersion });
}

Stripe.version = release === "v3" ? 3 : release;
window.Stripe = Stripe;
