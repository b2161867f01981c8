// Whoever works on a request sees who else has it before them. The page says
// twice a minute that it is open, and whether there is text that was not sent.

const often = 30; // seconds

class Presence {
  constructor(line) {
    this.line = line;
    this.form = document.querySelector("main form#page-form");
    this.first = this.text();
    this.say();
    setInterval(() => document.visibilityState === "visible" && this.say(), often * 1000);
  }

  text() {
    return this.form ? new URLSearchParams(new FormData(this.form)).toString() : "";
  }

  async say() {
    const body = new URLSearchParams();
    const token = document.querySelector('input[name="form_token"]');
    if (token) body.set("form_token", token.value);
    if (this.text() !== this.first) body.set("typed", "1");
    try {
      const reply = await fetch(this.line.dataset.presence, { method: "POST", headers: { "X-Requested-With": "presence" }, body, redirect: "manual" });
      if (!reply.ok) return;
      const { text } = await reply.json();
      if (this.line.textContent !== text) this.line.textContent = text;
      this.line.hidden = text === "";
    } catch {
      // without a network nothing is known
    }
  }
}

export function presences() {
  document.querySelectorAll("[data-presence]").forEach((line) => new Presence(line));
}
