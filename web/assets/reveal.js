// Parts of a form that matter only for some answers. A control, or a fieldset
// of them, has data-reveals="id …" and data-when="values | …": the n-th part
// shows when the answer is among the n-th values; "!A B" means none of them.

function answer(control) {
  if (!control.matches("fieldset")) return [control.value];
  return [...control.querySelectorAll("input:checked")].map((i) => i.value);
}

function fits(values, when) {
  const none = when.startsWith("!");
  const wanted = when.replace("!", "").trim().split(/\s+/);
  return values.some((v) => wanted.includes(v)) !== none;
}

export function reveals() {
  document.querySelectorAll("[data-reveals]").forEach((control) => {
    const ids = control.dataset.reveals.trim().split(/\s+/);
    const whens = control.dataset.when.split("|").map((w) => w.trim());
    const apply = () => {
      const values = answer(control);
      ids.forEach((id, i) => {
        const part = document.getElementById(id);
        if (!part) return;
        part.hidden = !fits(values, whens[i]);
        if (part.matches("fieldset")) part.disabled = part.hidden;
      });
    };
    control.addEventListener("change", apply);
    window.addEventListener("pageshow", apply);
    apply();
  });
  // Buttons that only serve readers without JavaScript.
  document.querySelectorAll("[data-without]").forEach((button) => {
    button.hidden = true;
  });
}
