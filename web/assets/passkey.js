// Passkeys. A form[data-passkey] asks the address in data-begin what to ask the
// authenticator, has it answer, and is sent with the answer. The authenticator
// speaks for itself; where it stops, or cannot, the form says why in words that
// the page brought along.

const raw = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join(""))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const keys = (list) => list?.map((key) => ({ ...key, id: raw(key.id) }));

// What the server asks, as the browser takes it.
function asked(options) {
  const out = { ...options, challenge: raw(options.challenge) };
  if (options.user) out.user = { ...options.user, id: raw(options.user.id) };
  if (options.excludeCredentials) out.excludeCredentials = keys(options.excludeCredentials);
  if (options.allowCredentials) out.allowCredentials = keys(options.allowCredentials);
  return out;
}

// What the browser answers, as the server takes it.
function told(key) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[part]) response[part] = text(key.response[part]);
  }
  if (key.response.getTransports) response.transports = key.response.getTransports();
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response, clientExtensionResults: {} });
}

// Why a browser stops, by the name of its error. It does not tell whether
// somebody said no or the time ran out, so the clock does.
const stops = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "taken", SecurityError: "site", NotSupportedError: "unable", ConstraintError: "unable" };

class Asking {
  constructor(form) {
    this.form = form;
    this.said = form.querySelector("[data-passkey-said]");
    this.button = form.querySelector("[data-passkey-go]");
    form.querySelector("[data-passkey-need]").hidden = true;
    this.button.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go();
    });
  }

  say(words) {
    this.said.textContent = words;
  }

  async go() {
    if (this.busy) return;
    this.busy = true;
    this.button.setAttribute("aria-disabled", "true");
    this.say("");
    try {
      await this.ask();
    } catch {
      this.say(this.said.dataset.textFailed);
    }
    this.busy = false;
    this.button.removeAttribute("aria-disabled");
  }

  async ask() {
    const reply = await fetch(this.form.dataset.begin, {
      method: "POST",
      headers: { "X-Requested-With": "passkey", Accept: "application/json" },
      body: new URLSearchParams(new FormData(this.form)),
      redirect: "manual",
    });
    // The page that comes says what must come first, or what is wrong.
    if (reply.type === "opaqueredirect" || reply.status === 422) return this.form.submit();
    const began = await reply.json();
    if (!reply.ok) return this.say(began.text);
    const publicKey = asked(began.publicKey);
    const start = Date.now();
    try {
      const key = this.form.dataset.passkey === "create" ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey });
      this.form.elements.ceremony.value = began.ceremony;
      this.form.elements.answer.value = told(key);
    } catch (error) {
      const late = error.name === "NotAllowedError" && Date.now() - start >= publicKey.timeout;
      const why = late ? "late" : (stops[error.name] ?? "failed");
      return this.say(this.said.dataset[`text${why[0].toUpperCase()}${why.slice(1)}`]);
    }
    this.form.submit();
  }
}

export function passkeys() {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  document.querySelectorAll("form[data-passkey]").forEach((form) => new Asking(form));
}
