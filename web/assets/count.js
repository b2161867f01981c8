// How many characters are left in a long text. Text is never cut. A reader
// who listens hears the count when the typing stops.

export function counts() {
  const number = new Intl.NumberFormat(document.documentElement.lang);
  document.querySelectorAll("textarea[data-limit]").forEach((area) => {
    const words = document.getElementById(`${area.id}-limit`);
    const status = document.querySelector(`[data-limit-status="${CSS.escape(area.id)}"]`);
    const limit = Number(area.dataset.limit);
    let timer;
    const apply = () => {
      const left = limit - [...area.value].length;
      const kind = (left < 0 ? "over" : "left") + (Math.abs(left) === 1 ? "One" : "");
      words.textContent = words.dataset[kind].replace("#", number.format(Math.abs(left)));
      words.classList.toggle("limit-over", left < 0);
      clearTimeout(timer);
      timer = setTimeout(() => {
        status.textContent = left < limit / 10 ? words.textContent : "";
      }, 1000);
    };
    area.addEventListener("input", apply);
    window.addEventListener("pageshow", apply);
  });
}
