// Rows of a list that are chosen for an act on several: how many, and all of the
// page at once.

class Picks {
  constructor(words) {
    this.words = words;
    this.boxes = [...document.querySelectorAll("[data-pick]")];
    this.number = new Intl.NumberFormat(document.documentElement.lang);
    const all = document.querySelector("[data-pick-all]");
    if (all) {
      all.hidden = false;
      all.addEventListener("click", () => this.all());
    }
    document.addEventListener("change", (e) => e.target.matches("[data-pick]") && this.say());
    window.addEventListener("pageshow", () => this.say());
    words.hidden = false;
    this.say();
  }

  all() {
    const checked = this.boxes.some((box) => !box.checked);
    this.boxes.forEach((box) => (box.checked = checked));
    this.say();
  }

  say() {
    const n = this.boxes.filter((box) => box.checked).length;
    const { none, one, many } = this.words.dataset;
    this.words.textContent = n === 0 ? none : n === 1 ? one : many.replace("#", this.number.format(n));
  }
}

// A page about something that goes on is looked at again.
function again() {
  if (document.querySelector("[data-again]")) setTimeout(() => location.reload(), 3000);
}

export function picks() {
  document.querySelectorAll("[data-pick-count]").forEach((words) => new Picks(words));
  again();
}
