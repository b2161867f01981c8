// Small things, each a few lines.

const all = (selector, act) => document.querySelectorAll(selector).forEach(act);

/** Takes the focus to the error summary, and from its links to the control itself. */
export function summary() {
  const box = document.querySelector("[data-error-summary]");
  if (!box) return;
  box.focus();
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const place = link?.pathname === location.pathname && document.getElementById(link.hash.slice(1));
    if (!place) return;
    for (let d = place.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    const control = place.matches("input, select, textarea") ? place : place.querySelector("input, select, textarea") || place;
    event.preventDefault();
    (place.matches("fieldset") ? place : document.querySelector(`label[for="${CSS.escape(control.id)}"]`) || control).scrollIntoView();
    control.focus({ preventScroll: true });
  });
}

/** Lets a form go once; pages that come back from the cache may send again. */
export function submits() {
  const sent = new Set();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (sent.has(form)) return event.preventDefault();
    if (form.method !== "post") return;
    sent.add(form);
    for (const b of form.elements) if (b.type === "submit") b.setAttribute("aria-disabled", "true");
  });
  // The Enter that follows a link of the summary to its field would otherwise
  // send the form again from the list it lands on.
  document.addEventListener("keypress", (event) => {
    if ((event.key === "Enter" || event.charCode === 13) && event.target instanceof HTMLSelectElement) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    sent.clear();
    all('button[type="submit"][aria-disabled]', (b) => b.removeAttribute("aria-disabled"));
  });
}

/** Buttons that copy a folio. */
export function copies() {
  if (!navigator.clipboard) return;
  all("[data-copy]", (button) => {
    const words = button.querySelector("span");
    const before = words.textContent;
    const status = button.parentElement.querySelector("[data-copy-status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      words.textContent = status.textContent = button.dataset.done;
      setTimeout(() => {
        words.textContent = before;
        status.textContent = "";
      }, 3000);
    });
  });
}

export function prints() {
  all("[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
}

/** The account menu closes on Escape and on a click elsewhere. */
export function menus() {
  all("details[data-menu]", (menu) => {
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
}

/** An answer that opens the part which explains it. */
export function opens() {
  all("[data-opens]", (control) => {
    control.addEventListener("change", () => {
      document.getElementById(control.dataset.opens).open = control.value !== "";
    });
  });
}
