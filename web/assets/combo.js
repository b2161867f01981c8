// A text with a list of what it may be: the editable combo box of ARIA 1.2.
// What the list holds, and what becomes of a choice, is for suggest.js and
// search.js to say. The focus stays in the text all the time.

export function element(tag, name, text = "") {
  const e = document.createElement(tag);
  e.className = name;
  e.textContent = text;
  return e;
}

export class Combo {
  constructor(input, words) {
    this.input = input;
    this.words = words; // the control that says how many there are
    this.list = element("ul", "combo-list");
    this.status = element("div", "unseen");
    this.rows = [];
    this.at = -1;
    this.draw();
    this.listen();
  }

  draw() {
    const { input, list, status } = this;
    const box = element("div", `combo ${[...input.classList].filter((c) => c.startsWith("width-")).join(" ")}`);
    list.id = `${input.id}-list`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.label());
    status.setAttribute("role", "status");
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
    input.removeAttribute("list"); // this list stands for the browser's own
    input.replaceWith(box);
    box.append(input, list, status);
    this.box = box;
  }

  label() {
    return document.querySelector(`label[for="${CSS.escape(this.input.id)}"]`)?.textContent.trim() ?? "";
  }

  listen() {
    const { input, list } = this;
    input.addEventListener("input", () => this.choosing || this.search());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("click", () => this.clicked());
    input.addEventListener("blur", () => this.leave());
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the input
    list.addEventListener("click", (event) => {
      const i = [...list.children].indexOf(event.target.closest("li"));
      if (i >= 0) this.choose(i);
    });
  }

  get open() {
    return !this.list.hidden;
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const last = this.rows.length - 1;
    const to = { ArrowDown: this.at < last ? this.at + 1 : 0, ArrowUp: this.at > 0 ? this.at - 1 : last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      return this.open ? this.move(to) : this.search(true);
    }
    if (!this.open) return event.key === "Enter" && this.typing && event.preventDefault();
    if ((event.key === "Home" || event.key === "End") && this.at >= 0) {
      event.preventDefault();
      return this.move(event.key === "Home" ? 0 : last);
    }
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault(); // an open list is answered; only a closed one lets the form go
      return event.key === "Enter" && this.at >= 0 ? this.choose(this.at) : this.close(event.key);
    }
    if (event.key === "Tab" && this.at >= 0) this.choose(this.at);
  }

  show(rows, at = -1) {
    this.rows = rows;
    this.list.replaceChildren(...rows.map((row, i) => this.option(row, i)));
    this.list.hidden = rows.length === 0;
    this.input.setAttribute("aria-expanded", String(this.open));
    this.move(at);
    this.say();
  }

  option(row, i) {
    const li = element("li", row.chosen ? "combo-option combo-chosen" : "combo-option", row.text);
    li.id = `${this.list.id}-${i}`;
    li.setAttribute("role", "option");
    if (row.lang) li.lang = row.lang;
    if (row.note) li.append(" ", element("span", "combo-note", row.note));
    return li;
  }

  move(to) {
    this.at = to;
    [...this.list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === to)));
    const now = this.list.children[to];
    if (!now) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", now.id);
    now.scrollIntoView({ block: "nearest" });
  }

  // How many there are is said when the typing stops.
  say() {
    clearTimeout(this.saying);
    const { none, one, many } = this.words.dataset;
    const n = this.rows.length;
    const text = n === 0 ? none : n === 1 ? one : many.replace("#", n);
    this.saying = setTimeout(() => {
      this.status.textContent = text;
    }, 400);
  }

  close() {
    clearTimeout(this.saying);
    this.list.hidden = true;
    this.at = -1;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

/** Gives a control a value as a reader does: whoever listens hears of it. */
export function give(control, value) {
  control.value = value;
  for (const name of ["input", "change"]) control.dispatchEvent(new Event(name, { bubbles: true }));
}
