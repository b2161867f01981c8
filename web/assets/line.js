// Shows what the house makes of what was typed: a name as a record of the
// United States will have it, the point that was read. The server draws the
// same lines; this keeps them fresh as often as the draft is saved.

export function lines() {
  document.querySelectorAll("form[data-autosave]").forEach((form) => {
    form.addEventListener("saved", ({ detail }) => {
      for (const [id, text] of Object.entries(detail.lines ?? {})) {
        const line = document.getElementById(id);
        if (line?.matches("[data-line]") && line.textContent !== text) line.textContent = text;
      }
    });
  });
}
