// A text for which the server has suggestions: input[data-suggest] names the
// list's address, data-with the answers that narrow it ("name=id …"). What is
// not in the list is just what was typed.
import { Combo, give } from "./combo.js";

class Suggest extends Combo {
  seen = new Map();

  constructor(input) {
    super(input, input);
  }

  clicked() {
    if (!this.open && !this.input.value) this.search(true);
  }

  search(now) {
    clearTimeout(this.timer);
    if (!now && !this.input.value.trim()) return this.leave();
    this.timer = setTimeout(() => this.ask(), now ? 0 : 150);
  }

  address() {
    const query = new URLSearchParams({ q: this.input.value });
    for (const pair of (this.input.dataset.with ?? "").split(/\s+/).filter(Boolean)) {
      const [name, id] = pair.split("=");
      query.set(name, document.getElementById(id)?.value ?? "");
    }
    return `${this.input.dataset.suggest}?${query}`;
  }

  async ask() {
    this.abort?.abort();
    const mine = (this.abort = new AbortController());
    const address = this.address();
    try {
      if (!this.seen.has(address)) {
        const reply = await fetch(address, { headers: { Accept: "application/json" }, signal: mine.signal, redirect: "error" });
        if (!reply.ok) throw new Error(reply.status);
        this.seen.set(address, await reply.json());
      }
      if (!mine.signal.aborted) this.offer(this.seen.get(address));
    } catch {
      if (!mine.signal.aborted) this.close(); // no suggestion is no harm
    }
  }

  offer(rows) {
    const done = rows.length === 1 && rows[0].value === this.input.value;
    // A text filled in by something else than the reader (a page kept, an
    // extension of the browser) has no list that could cover what is read.
    if (done || document.activeElement !== this.input) this.close();
    else this.show(rows);
  }

  choose(i) {
    const { value } = this.rows[i];
    this.leave();
    this.choosing = true;
    give(this.input, value);
    this.choosing = false;
  }

  leave() {
    clearTimeout(this.timer);
    this.abort?.abort();
    this.close();
  }
}

export function suggests() {
  document.querySelectorAll("input[data-suggest]").forEach((input) => new Suggest(input));
}
