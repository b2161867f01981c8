// Shows what the check says of a draft under the fields it speaks of, as
// often as the draft is saved. The server draws the same boxes, so a page
// without this file shows them when it is drawn anew.
import { element } from "./combo.js";

function one(advice) {
  const box = element("div", `advice advice-${advice.severity}`);
  box.append(element("p", "advice-title", advice.title), element("p", "advice-text", advice.text));
  if (advice.look) box.append(element("p", "advice-look", advice.look));
  return box;
}

/** Only what changed is drawn, so that only what changed is read out. */
function show(box, list) {
  const text = JSON.stringify(list);
  if (box.dataset.now === text || (!box.dataset.now && list.length === 0 && !box.children.length)) return;
  box.dataset.now = text;
  box.replaceChildren(...list.map(one));
}

export function advises() {
  document.querySelectorAll("form[data-autosave]").forEach((form) => {
    form.addEventListener("saved", ({ detail }) => {
      const advice = detail.advice ?? [];
      form.querySelectorAll("[data-advice]").forEach((box) => show(box, advice.filter((a) => a.for === box.dataset.advice)));
      const score = form.querySelector("[data-score]");
      if (score && detail.score_text) score.textContent = detail.score_text;
    });
  });
}
