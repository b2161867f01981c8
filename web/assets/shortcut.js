// Keys of the keyboard that go, open and act. Which do what is written in the
// list that one of them shows; they do nothing in a field, nor together with
// Ctrl, Alt or Meta, nor while a dialog is open.

// Where each code takes its effect: the first of these that the page has is
// pressed. What begins with "!" is given the focus, and Enter presses it.
const places = {
  list: ['.nav a[href$="/queue"]', '.nav a[href$="/requests"]'],
  mine: ['.nav a[href$="/claims"]', '.nav a[href$="/drafts"]'],
  search: ['!main input[type="search"]'],
  older: ['main .pager-older'],
  newer: ['main .pager-newer'],
  next: ['main form[action$="/queue/claims"] button'],
  claim: ['form[action$="/claim"] button'],
  contact: ['main .work-acts a[href$="/contacts"]'],
  ask: ['main .work-acts a[href$="/questions"]'],
  conclude: ['main .work-acts a[href$="/result"]'],
  priority: ['main .work-acts a[href$="/priority"]'],
  assign: ['main .work-acts a[href$="/assignment"]'],
  release: ['!main form[action$="/release"] button'],
  choose: ['input[type="checkbox"]'],
};

// Codes that mean the row somebody is at, where they are at one.
const ofRow = ["claim", "choose"];

const rows = () => [...document.querySelectorAll("main tbody th a[href]")];

const rowOf = (element) => element?.closest("main tbody tr");

/** Takes the focus to the next row of the page's lists, or the one before. */
function move(by) {
  const all = rows();
  const at = all.findIndex((link) => rowOf(link) === rowOf(document.activeElement));
  const to = at < 0 && by > 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1);
  all[to]?.focus();
}

function press(code) {
  const row = rowOf(document.activeElement);
  const within = ofRow.includes(code) ? row || (code === "choose" ? null : document.querySelector("main .work-acts")) : document;
  for (const place of places[code] || []) {
    const element = within?.querySelector(place.replace("!", ""));
    if (!element) continue;
    if (place.startsWith("!")) element.focus();
    else element.click();
    return;
  }
}

function act(code, box) {
  if (code === "help") box.showModal();
  else if (code === "down") move(1);
  else if (code === "up") move(-1);
  else if (code === "open") rowOf(document.activeElement)?.querySelector("th a[href]")?.click();
  else press(code);
}

const fields = 'input:not([type="checkbox"], [type="radio"], [type="submit"], [type="button"]), select, textarea, [contenteditable], dialog';

export function shortcuts() {
  const box = document.querySelector("[data-shortcuts]");
  if (!box) return;
  const codes = new Map([...box.querySelectorAll("[data-shortcut]")].map((row) => [row.querySelector("kbd").textContent, row.dataset.shortcut]));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (event.target.closest?.(fields) || box.open) return;
    const code = codes.get(event.key);
    if (!code) return;
    event.preventDefault();
    act(code, box);
  });
}
