// stripe.elements(): the group of a page's elements, and the elements themselves.

const elementTypes = ["payment", "card"];
const appearanceVariables = ["colorPrimary", "colorText", "colorBackground", "colorDanger", "fontFamily", "borderRadius"];
const themes = { night: { colorText: "#fff", colorBackground: "#30313d", colorPrimary: "#85d996", colorDanger: "#fe87a1" } };

// What is inside the objects that a page holds, out of its reach.
const insides = new WeakMap();

class Element {
  constructor(client, group, type, options) {
    const inside = { client, group, type, options, handlers: new Map(), container: null };
    inside.fields = new CardFields(type === "card", (event) => this._tell(event));
    insides.set(this, inside);
  }

  mount(target) {
    const inside = insides.get(this);
    const container = typeof target === "string" ? document.querySelector(target) : target;
    if (!container) {
      throw new IntegrationError(`The selector you specified (${target}) applies to no DOM elements that are currently on the page.`);
    }

    this.unmount();
    const host = document.createElement("div");
    inside.fields.attachTo(host);
    inside.container = container;
    inside.host = host;
    this._applyAppearance();
    container.replaceChildren(host);
    container.classList.add("StripeElement");
    this._mark();
    this._announce();
  }

  unmount() {
    const inside = insides.get(this);
    if (inside.container) {
      inside.host.remove();
      inside.container.classList.remove("StripeElement");
      inside.container = null;
    }
  }

  destroy() {
    const { group, type } = insides.get(this);
    this.unmount();
    insides.get(group).elements.delete(type);
  }

  on(event, handler) {
    const { handlers } = insides.get(this);
    handlers.set(event, [...(handlers.get(event) ?? []), handler]);
    return this;
  }

  once(event, handler) {
    const only = (value) => {
      this.off(event, only);
      handler(value);
    };
    return this.on(event, only);
  }

  off(event, handler) {
    const { handlers } = insides.get(this);
    handlers.set(event, handler ? (handlers.get(event) ?? []).filter((known) => known !== handler) : []);
    return this;
  }

  update(options) {
    Object.assign(insides.get(this).options, options);
  }

  focus() {
    insides.get(this).fields.focus();
  }

  blur() {
    insides.get(this).fields.blur();
  }

  clear() {
    insides.get(this).fields.clear();
  }

  collapse() {
    // There is one payment method, and it stays open.
  }

  _applyAppearance() {
    const { host, group } = insides.get(this);
    const { theme, variables } = insides.get(group).options.appearance ?? {};
    const chosen = { ...themes[theme], ...variables };
    appearanceVariables.forEach((name) => {
      if (chosen[name]) {
        host.style.setProperty(`--${name}`, chosen[name]);
      }
    });
  }

  /** Ready, once Stripe knows the payment that the element was made for. */
  async _announce() {
    const inside = insides.get(this);
    const { clientSecret } = insides.get(inside.group).options;
    const { error } = clientSecret && inside.type === "payment"
      ? await retrieve(inside.client, clientSecret, "elements.create()")
      : await Promise.resolve({});
    if (error) {
      this._emit("loaderror", { elementType: inside.type, error });
    } else {
      this._emit("ready", { elementType: inside.type });
    }
  }

  _tell(event) {
    const { type, fields, group } = insides.get(this);
    const state = { elementType: type, empty: fields.isEmpty, complete: fields.problem === null };
    if (event === "change") {
      insides.get(group).isSubmitted = false;
    }

    this._mark();
    this._emit(event, event !== "change" ? { elementType: type }
      : type === "card" ? { ...state, brand: fields.brand, value: {}, error: undefined }
      : { ...state, collapsed: false, value: { type: "card" } });
  }

  _mark() {
    const { container, fields } = insides.get(this);
    container?.classList.toggle("StripeElement--empty", fields.isEmpty);
    container?.classList.toggle("StripeElement--complete", fields.problem === null);
  }

  _emit(event, value) {
    (insides.get(this).handlers.get(event) ?? []).forEach((handler) => handler(value));
  }
}

class Elements {
  constructor(client, options) {
    insides.set(this, { client, options: { ...options }, elements: new Map(), isSubmitted: false });
  }

  create(type, options) {
    const { client, elements } = insides.get(this);
    if (!elementTypes.includes(type)) {
      throw new IntegrationError(`The local Stripe's script has the elements ${elementTypes.join(" and ")}, not ${type}.`);
    }

    if (elements.has(type)) {
      throw new IntegrationError(`Can only create one Element of type ${type}.`);
    }

    const element = new Element(client, this, type, { ...options });
    elements.set(type, element);
    return element;
  }

  getElement(type) {
    return insides.get(this).elements.get(type) ?? null;
  }

  update(options) {
    const inside = insides.get(this);
    Object.assign(inside.options, options);
    inside.elements.forEach((element) => insides.get(element).host && element._applyAppearance());
  }

  async fetchUpdates() {
    return {};
  }

  /** Checks what was typed, and shows what is wrong with it. */
  async submit() {
    const inside = insides.get(this);
    const { error } = cardOf(soleElement(this));
    inside.isSubmitted = !error;
    return error ? { error } : { selectedPaymentMethod: "card" };
  }
}

/** The element that a payment is typed into. */
function soleElement(group) {
  const { elements } = insides.get(group);
  const element = elements.get("payment") ?? elements.get("card");
  if (!element || !insides.get(element).container) {
    throw new IntegrationError("Invalid value for elements: it should have a mounted Payment Element.");
  }

  return element;
}

/** The card that was typed, or what is wrong with it, which is shown, too. */
function cardOf(element) {
  const { fields } = insides.get(element);
  if (fields.problem) {
    const error = validationError(fields.problem);
    fields.showProblems();
    return { error };
  }

  return { card: fields.card };
}
