// The card form, in a shadow root, so that the page's style and the form's leave each other alone. Styles are made by script:
// a page's policy for styles need not know of them.

const style = new CSSStyleSheet();
style.replaceSync(`
  :host { display: block; }
  .form { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; color: var(--colorText, #30313d);
    font: 1rem/1.4 var(--fontFamily, system-ui, sans-serif); }
  .form.row { grid-template-columns: 3fr 1.5fr 1.3fr; }
  .row label { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
  .wide { grid-column: 1 / -1; }
  .row .number { grid-column: auto; }
  label { display: block; margin-bottom: .25rem; font-size: .93rem; }
  input { box-sizing: border-box; width: 100%; padding: .7rem .75rem; font: inherit; color: inherit;
    background: var(--colorBackground, #fff); border: 1px solid #8792a2; border-radius: var(--borderRadius, 5px); }
  input::placeholder { color: inherit; opacity: .7; }
  input:focus-visible, button:focus-visible, summary:focus-visible {
    outline: 3px solid var(--colorPrimary, #0570de); outline-offset: 1px; }
  input[aria-invalid=true] { border-color: var(--colorDanger, #b3093c); color: var(--colorDanger, #b3093c); }
  .problem { margin: .25rem 0 0; font-size: .87rem; color: var(--colorDanger, #b3093c); }
  .problem:empty { display: none; }
  summary { cursor: pointer; font-size: .93rem; width: fit-content; }
  .cards { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: .5rem; }
  .cards button { padding: .4rem .7rem; font: inherit; font-size: .87rem; color: inherit; cursor: pointer;
    background: var(--colorBackground, #fff); border: 1px solid #8792a2; border-radius: 2rem; }
  .cards button:hover { border-color: var(--colorPrimary, #0570de); }
  .cards span { opacity: .8; }
`);

const testCards = [
  ["4242424242424242", "Good card"],
  ["4000000000000002", "Declined"],
  ["4000000000009995", "No funds"],
  ["4000000000003220", "Bank asks"],
  ["4000008400001629", "Bank asks, declined"],
];

const fieldTexts = {
  number: { label: "Card number", hint: "1234 1234 1234 1234", autocomplete: "cc-number", format: formatNumber },
  expiry: { label: "Expiration date", hint: "MM / YY", autocomplete: "cc-exp", format: formatExpiry },
  cvc: { label: "Security code", hint: "CVC", autocomplete: "cc-csc", format: (text) => digitsOf(text).slice(0, 4) },
};

let isPointerDown = false;
document.addEventListener("pointerdown", () => { isPointerDown = true; }, true);
["pointerup", "pointercancel"].forEach((end) => document.addEventListener(end, () => { isPointerDown = false; }, true));

/** A text that comes while a button is pressed moves the button away under the pointer, and the click is lost. */
function afterClick(action) {
  if (isPointerDown) {
    document.addEventListener("pointerup", () => setTimeout(action), { once: true, capture: true });
  } else {
    action();
  }
}

function node(tag, attributes, ...children) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

/** The fields of a card, on their own or as a payment element; tells of each change, focus and blur. */
class CardFields {
  constructor(isRow, tell) {
    this.tell = tell;
    this.fields = Object.fromEntries(Object.keys(fieldTexts).map((name) => [name, this.makeField(name)]));
    this.root = node(
      "div", { class: isRow ? "form row" : "form" },
      ...Object.entries(this.fields).map(([name, field]) =>
        node("div", { class: name === "number" ? "number wide" : "" }, field.label, field.input, field.problem)),
      this.makeTestCards());
  }

  attachTo(host) {
    const shadow = host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [style];
    shadow.append(this.root);
  }

  makeField(name) {
    const { label, hint, autocomplete, format } = fieldTexts[name];
    const problem = node("p", { class: "problem", id: `${name}-problem`, role: "alert" });
    const input = node("input", {
      id: name, name, autocomplete, placeholder: hint, inputmode: "numeric", spellcheck: "false", "aria-describedby": problem.id,
    });
    input.addEventListener("input", (event) => {
      // Whoever deletes is left alone, or the separators could not be deleted.
      if (!(event.inputType ?? "").startsWith("delete")) {
        input.value = format(input.value);
      }

      this.show(name, null);
      this.tell("change");
    });
    input.addEventListener("focus", () => this.tell("focus"));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.tell("escape");
      } else if (event.key === "Enter") {
        // A field in a shadow root belongs to no form; people expect it to.
        this.root.getRootNode().host?.closest("form")?.requestSubmit();
      }
    });
    input.addEventListener("blur", () => {
      afterClick(() => this.show(name, input.value === "" ? null : this.problemOf(name)));
      this.tell("blur");
    });
    return { label: node("label", { for: name }, label), input, problem };
  }

  makeTestCards() {
    const buttons = testCards.map(([number, label]) => {
      const button = node("button", { type: "button" }, `${label} `, node("span", {}, `•••• ${number.slice(-4)}`));
      button.addEventListener("click", () => this.fill(number));
      return button;
    });
    return node("details", { class: "wide" }, node("summary", {}, "Test cards"), node("div", { class: "cards" }, ...buttons));
  }

  fill(number) {
    this.fields.number.input.value = formatNumber(number);
    this.fields.expiry.input.value = "12 / 34";
    this.fields.cvc.input.value = "123";
    Object.keys(this.fields).forEach((name) => this.show(name, null));
    this.tell("change");
  }

  text(name) {
    return this.fields[name].input.value;
  }

  problemOf(name) {
    return check[name](this.text(name), this.text("number"));
  }

  /** The first thing that is wrong, or null. */
  get problem() {
    return Object.keys(this.fields).map((name) => this.problemOf(name)).find((code) => code) ?? null;
  }

  get isEmpty() {
    return Object.keys(this.fields).every((name) => this.text(name) === "");
  }

  get brand() {
    return brandOf(digitsOf(this.text("number"))).name;
  }

  /** Says at each field what is wrong with it, and goes to the first. */
  showProblems() {
    const wrong = Object.keys(this.fields).filter((name) => this.problemOf(name));
    wrong.forEach((name) => this.show(name, this.problemOf(name)));
    if (wrong.length > 0) {
      this.fields[wrong[0]].input.focus();
    }
  }

  show(name, code) {
    const { input, problem } = this.fields[name];
    problem.textContent = code ? problems[code] : "";
    input.setAttribute("aria-invalid", code ? "true" : "false");
  }

  /** What Stripe takes for a card. */
  get card() {
    const { month, year } = expiryOf(this.text("expiry"));
    return { number: digitsOf(this.text("number")), exp_month: month, exp_year: year, cvc: this.text("cvc") };
  }

  clear() {
    Object.keys(this.fields).forEach((name) => {
      this.fields[name].input.value = "";
      this.show(name, null);
    });
    this.tell("change");
  }

  focus() {
    this.fields.number.input.focus();
  }

  blur() {
    Object.values(this.fields).forEach((field) => field.input.blur());
  }
}
