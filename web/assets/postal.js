// A postal code says where it lies: that is filled in where nobody has said
// so, and never over what was typed. [data-place] is the name of the place,
// data-postal the address that knows.
import { give } from "./combo.js";

const whole = { MX: /^\d{5}$/, US: /^\d{5}(-\d{4})?$/ };

class Postal {
  constructor(box) {
    this.box = box;
    this.control("postal_code")?.addEventListener("input", () => this.ask());
    box.querySelector(`[name="${box.dataset.place}.settlement"]`)?.addEventListener("change", () => this.sort());
  }

  /** The control in use: a country's own ways are disabled in another. */
  control(member) {
    return [...this.box.querySelectorAll(`[name="${this.box.dataset.place}.${member}"]`)].find((c) => !c.matches(":disabled"));
  }

  async ask() {
    const country = this.control("country").value || "MX";
    const code = this.control("postal_code").value.trim();
    if (!whole[country]?.test(code)) return;
    try {
      const reply = await fetch(`${this.box.dataset.postal}/${country}/${code}`, { headers: { Accept: "application/json" }, redirect: "error" });
      if (reply.ok && this.control("postal_code").value.trim() === code) this.fill(await reply.json());
    } catch {
      // no suggestion is no harm
    }
  }

  fill(area) {
    this.area = area;
    const entidad = this.control("entidad");
    const municipio = this.control("municipio");
    if (!entidad.value && area.entidad) {
      // The municipio is put there first: the entidad's own list keeps it.
      if (area.municipio && municipio.matches("select")) municipio.replaceChildren(municipio.options[0], new Option(area.name, area.municipio, true, true));
      give(entidad, area.entidad);
    }
    if (!municipio.value && area.municipio && entidad.value === area.entidad) give(municipio, area.municipio);
    const locality = this.control("locality");
    if (!locality.value && area.locality) give(locality, area.locality);
  }

  /** The kind of a settlement that the code's list has. */
  sort() {
    const kind = this.control("settlement_type");
    const found = this.area?.settlements?.find((s) => s.value === this.control("settlement").value);
    if (kind && !kind.value && found?.type) give(kind, found.type);
  }
}

export function postals() {
  document.querySelectorAll("[data-place]").forEach((box) => new Postal(box));
}
