// A select whose answer decides the choices of another: data-narrows is the
// other's id, data-source the address that lists [code, name, other names] for an answer.

function option([value, name, also]) {
  const choice = new Option(name, value);
  if (also) choice.dataset.also = also;
  return choice;
}

function fill(target, rows, keep) {
  const none = target.options[0];
  target.replaceChildren(none, ...rows.map(option));
  target.value = rows.some(([value]) => value === keep) ? keep : "";
}

export function narrows() {
  document.querySelectorAll("select[data-narrows]").forEach((select) => {
    const target = document.getElementById(select.dataset.narrows);
    if (!target) return;
    let turn = 0;
    select.addEventListener("change", async () => {
      const mine = ++turn;
      const keep = target.value;
      if (!select.value) return fill(target, [], "");
      target.setAttribute("aria-busy", "true");
      try {
        const reply = await fetch(select.dataset.source + encodeURIComponent(select.value), { headers: { Accept: "application/json" } });
        if (!reply.ok) throw new Error(reply.status);
        const rows = await reply.json();
        if (mine === turn) fill(target, rows, keep);
      } catch {
        // Without an answer the button that asks the server is shown again.
        const button = target.closest(".beside")?.querySelector("[data-without]");
        if (button) button.hidden = false;
      } finally {
        if (mine === turn) target.removeAttribute("aria-busy");
      }
    });
  });
}
