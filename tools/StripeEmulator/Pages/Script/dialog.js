// 3D Secure: the page of the card's bank in a dialog over the shop's page.

const dialogStyle = new CSSStyleSheet();
dialogStyle.replaceSync(`
  dialog { width: min(32rem, calc(100vw - 2rem)); padding: 0; border: 0; border-radius: .5rem; overflow: hidden;
    font: 1rem/1.4 system-ui, sans-serif; color: #1a1f36; background: #fff; box-shadow: 0 1rem 3rem rgb(0 0 0 / .35); }
  dialog::backdrop { background: rgb(20 24 40 / .6); }
  header { display: flex; justify-content: space-between; align-items: center; padding: .75rem 1rem; border-bottom: 1px solid #d8dee4; }
  h2 { margin: 0; font-size: 1rem; }
  button { padding: .35rem .8rem; font: inherit; color: #1a1f36; background: #fff; border: 1px solid #697386; border-radius: .25rem; }
  button:focus-visible { outline: 3px solid #4b3fd1; outline-offset: 1px; }
  iframe { display: block; width: 100%; height: min(22rem, calc(100vh - 8rem)); border: 0; }
`);

/** Shows the page until the payment no longer waits for the payer; whoever closes the dialog does not agree. */
function showQuestion(pageUrl, hasAnswer) {
  const opener = document.activeElement;
  const host = document.createElement("div");
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [dialogStyle];
  const cancel = node("button", { type: "button" }, "Cancel");
  const frame = node("iframe", { src: pageUrl, title: "The page of your bank" });
  const dialog = node(
    "dialog", { "aria-labelledby": "title" },
    node("header", {}, node("h2", { id: "title" }, "Your bank asks who is paying"), cancel), frame);
  shadow.append(dialog);
  document.body.append(host);
  dialog.showModal();

  return new Promise((resolve) => {
    let isClosed = false;
    const closeIfAnswered = async () => {
      if (await hasAnswer() && !isClosed) {
        isClosed = true;
        dialog.close();
        host.remove();
        opener?.focus?.();
        resolve();
      }
    };
    const giveUp = async () => {
      await fetch(pageUrl, { method: "POST", body: new URLSearchParams({ answer: "fail" }), credentials: "omit" }).catch(() => null);
      await closeIfAnswered();
    };
    // Each page that the frame shows may be the one after the answer.
    frame.addEventListener("load", closeIfAnswered);
    frame.addEventListener("load", () => frame.focus(), { once: true });
    cancel.addEventListener("click", giveUp);
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      giveUp();
    });
  });
}
