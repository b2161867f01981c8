// A session ends when nothing has been asked for long enough. Before it does
// the page asks whether somebody is there, and keeps what was typed; when it
// has ended the page shows nothing any more.

const warning = 150; // seconds before the end
const often = 60; // seconds between two signs that somebody types

class Session {
  constructor({ lasts, stay, typed, leave, over }) {
    Object.assign(this, { lasts: Number(lasts), stay, typed, leave, over });
    this.box = document.querySelector("[data-ending]");
    this.form = document.querySelector("main form#page-form:not([data-autosave])");
    this.kept = this.text();
    this.others = new BroadcastChannel(`session ${over}`);
    this.listen();
    this.here();
  }

  listen() {
    this.others.onmessage = () => this.again();
    this.box.querySelector("[data-ending-stay]").addEventListener("click", () => this.ask());
    document.addEventListener("saved", () => this.here(), true);
    document.addEventListener("input", () => Date.now() - this.asked > often * 1000 && this.ask());
    setInterval(() => this.look(), 1000);
    document.addEventListener("visibilitychange", () => this.look());
  }

  // The pages of other tabs are of the same session.
  here() {
    this.others.postMessage("here");
    this.again();
  }

  again() {
    this.asked = Date.now();
    this.end = this.asked + this.lasts * 1000;
    this.box.hidden = true;
  }

  look() {
    const left = (this.end - Date.now()) / 1000;
    if (left <= 0) this.finish();
    else if (left <= warning && this.box.hidden) {
      this.box.hidden = false;
      this.box.querySelector("button").focus();
      this.form?.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  text() {
    return this.form ? new URLSearchParams(new FormData(this.form)).toString() : "";
  }

  post(address, body = new URLSearchParams()) {
    const token = document.querySelector('input[name="form_token"]');
    if (token) body.set("form_token", token.value);
    return fetch(address, { method: "POST", headers: { "X-Requested-With": "session" }, body, redirect: "manual" });
  }

  async ask() {
    this.asked = Date.now();
    try {
      const reply = await this.post(this.stay);
      if (reply.ok) this.here();
      else this.finish();
    } catch {
      this.look(); // without a network nothing is known; the time goes on
    }
  }

  async finish() {
    if (this.over === "") return;
    const over = `${this.over}?${new URLSearchParams({ next: location.pathname + location.search, lang: document.documentElement.lang.slice(0, 2) })}`;
    this.over = "";
    try {
      if (this.text() !== this.kept) await this.post(`${this.typed}?at=${encodeURIComponent(location.pathname)}`, new URLSearchParams(new FormData(this.form)));
      await this.post(this.leave);
    } finally {
      document.body.replaceChildren();
      window.onbeforeunload = null;
      location.replace(over);
    }
  }
}

export function ends() {
  if (document.body.dataset.lasts) new Session(document.body.dataset);
}
