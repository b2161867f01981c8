// Saves the draft of form[data-autosave] while it is typed and says so.
// States: saved, unsaved, saving, offline, conflict, expired, refused.

const quiet = 2000; // after the last key
const longest = 10000; // while typing goes on
const retries = [2000, 4000, 8000, 16000, 32000, 60000];

class Draft {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-saving]");
    this.words = this.line?.querySelector("[data-saving-text]");
    this.kept = this.typed();
    this.tries = 0;
    this.listen();
  }

  // Neither the version nor the token is typing: they change by themselves.
  typed() {
    const data = new FormData(this.form);
    data.delete("version");
    data.delete("seen");
    data.delete("form_token");
    return new URLSearchParams(data).toString();
  }

  listen() {
    const changed = () => this.changed();
    this.form.addEventListener("input", changed);
    this.form.addEventListener("change", changed);
    this.form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("pageshow", () => {
      this.gone = false;
    });
    window.addEventListener("online", () => this.state === "offline" && this.save());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.save();
      else if (this.state === "expired") this.save();
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.gone && this.typed() !== this.kept) event.preventDefault();
    });
  }

  // A save under way would make the version of this form old: the form waits
  // for its end, but not for ever.
  leave(event) {
    if (event.defaultPrevented) return;
    clearTimeout(this.timer);
    if (!this.saving) {
      this.gone = true;
      return;
    }
    event.preventDefault();
    this.leaving = { by: event.submitter };
    setTimeout(() => this.abort?.abort(), 5000);
  }

  say(state, time = "") {
    this.state = state;
    if (!this.line) return;
    this.line.hidden = false;
    this.line.dataset.state = state;
    const text = this.line.dataset[`text${state[0].toUpperCase()}${state.slice(1)}`].replace("#", time);
    if (this.words.textContent !== text) this.words.textContent = text;
  }

  changed() {
    if (this.state === "conflict" || this.typed() === this.kept) return;
    if (this.state !== "offline" && this.state !== "expired" && !this.saving) this.say("unsaved");
    this.since ??= Date.now();
    this.later(Math.max(0, Math.min(quiet, this.since + longest - Date.now())));
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save() {
    const typed = this.typed();
    if (this.saving || this.gone || this.state === "conflict" || typed === this.kept) return;
    clearTimeout(this.timer);
    this.saving = true;
    this.since = undefined;
    if (this.state !== "offline") this.say("saving");
    try {
      await this.send(typed);
    } catch {
      this.again();
    } finally {
      this.saving = false;
    }
    if (this.leaving) {
      const { by } = this.leaving;
      this.leaving = undefined;
      return this.form.requestSubmit(by);
    }
    if (this.state === "saved" && this.typed() !== this.kept) this.changed();
  }

  async send(typed) {
    this.abort = new AbortController();
    const reply = await fetch(this.form.dataset.autosave, {
      method: "POST",
      headers: { "X-Requested-With": "autosave", Accept: "application/json" },
      body: new URLSearchParams(new FormData(this.form)),
      redirect: "manual",
      signal: this.abort.signal,
    });
    if (reply.ok) return this.saved(typed, await reply.json());
    if (reply.status === 403 && (await this.renewed(reply))) return this.send(typed);
    if (reply.status === 409 || reply.status === 412) return this.say("conflict");
    if (reply.type === "opaqueredirect" || reply.status === 401 || reply.status === 403) return this.say("expired");
    if (reply.status === 429 || reply.status >= 500) throw new Error(reply.status);
    this.say("refused");
  }

  // Whoever has signed in again in another window goes on here: the answer
  // brings the token of the new session's forms.
  async renewed(reply) {
    const { form_token: token } = await reply.json();
    const input = this.form.querySelector('input[name="form_token"]');
    if (!token || !input || input.value === token) return false;
    input.value = token;
    return true;
  }

  saved(typed, answer) {
    this.kept = typed;
    this.tries = 0;
    for (const name of ["version", "seen"]) {
      const input = this.form.querySelector(`input[type="hidden"][name="${name}"]`);
      if (input && answer[name] !== undefined) input.value = answer[name];
    }
    this.form.dispatchEvent(new CustomEvent("saved", { detail: answer }));
    const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.say("saved", clock.format(new Date()));
  }

  again() {
    this.say("offline");
    this.later(retries[Math.min(this.tries++, retries.length - 1)]);
  }
}

export function autosave() {
  document.querySelectorAll("form[data-autosave]").forEach((form) => new Draft(form));
}
