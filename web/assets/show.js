// A password can be looked at while it is typed. Sent, it is hidden again, so
// that the browser does not take it for a word to remember.
export function shows() {
  document.querySelectorAll("[data-show]").forEach((button) => {
    const input = document.getElementById(button.dataset.show);
    const words = [button.textContent, button.dataset.hide];
    const turn = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = words[shown ? 1 : 0];
      button.setAttribute("aria-pressed", String(shown));
    };
    button.hidden = false;
    button.addEventListener("click", () => turn(input.type === "password"));
    input.form.addEventListener("submit", () => turn(false));
  });
}
