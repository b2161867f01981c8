// A select with many choices, searched by what is typed: select[data-search].
// Choices are found by their text and by what data-also says of them. The
// select stays the form's value and hears of every choice.
import { Combo, element, give } from "./combo.js";

/** Folds a text as the catalogue does: no capitals, no accents, no signs. */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}.]+/gu, " ").trim();

class Search extends Combo {
  constructor(select) {
    const input = element("input", `${select.className.replace("usa-select", "usa-input")} combo-field`);
    input.id = `${select.id}-find`;
    input.type = "text";
    input.autocomplete = "off";
    input.spellcheck = false;
    for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (label) label.htmlFor = input.id;
    select.before(input);
    super(input, select);
    this.select = select;
    this.hide();
    this.sync();
  }

  // The select can still be led to by its id: it hands the focus on.
  hide() {
    const { select, input } = this;
    select.className = "unseen";
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");
    select.addEventListener("focus", () => input.focus());
    select.addEventListener("change", () => this.sync());
    new MutationObserver(() => this.sync()).observe(select, { childList: true });
    window.addEventListener("pageshow", () => this.sync());
    input.addEventListener("focus", () => input.select());
  }

  sync() {
    const { select, input } = this;
    if (this.typing) return;
    input.value = select.value ? select.selectedOptions[0].text : "";
    input.placeholder = select.options[0].text;
  }

  clicked() {
    this.input.select();
    if (!this.open) this.search(true);
  }

  // Every word that was typed begins a word of the choice or of its synonyms.
  search(everything) {
    this.typing = !everything;
    const words = everything ? [] : fold(this.input.value).split(" ").filter(Boolean);
    const fits = (text) => words.every((w) => text.startsWith(w) || text.includes(` ${w}`));
    const rows = [...this.select.options].filter((o) => o.value).map((o) => ({ value: o.value, text: o.text, lang: o.lang, chosen: o.selected, named: fits(fold(o.text)), fits: fits(fold(`${o.text} ${o.dataset.also ?? ""}`)) }));
    const found = rows.filter((r) => r.fits).sort((a, b) => b.named - a.named);
    this.status.className = found.length ? "unseen" : "combo-none";
    this.show(found, everything ? found.findIndex((r) => r.chosen) : Math.min(0, words.length * found.length - 1));
  }

  choose(i) {
    this.set(this.rows[i].value);
    this.close();
  }

  set(value) {
    this.typing = false;
    if (this.select.value === value) return this.sync();
    give(this.select, value);
  }

  close(key) {
    super.close();
    if (key === "Enter") this.settle();
    if (key !== "Escape") return;
    this.typing = false;
    this.sync();
    this.input.select();
  }

  // Only what can mean one choice is chosen; else the last one stands.
  settle() {
    if (this.typing && !this.input.value.trim()) this.set("");
    else if (this.typing && this.rows.length === 1) this.set(this.rows[0].value);
    this.typing = false;
    this.sync();
  }

  leave() {
    this.settle();
    this.close();
  }
}

export function searches() {
  document.querySelectorAll("select[data-search]").forEach((select) => new Search(select));
}
