/**
 * The buttons of a card: save as PNG, save as SVG, show the table. They stay the same elements while a card lives, so
 * that one in focus keeps it when new figures come in.
 */

import { el } from "./charts.js";

export class CardButtons {
  /**
   * @param {function(string)} save called with "png" or "svg"
   * @param {function(boolean)} showTable called with whether the table is wanted
   */
  constructor(save, showTable) {
    const png = el("button", { type: "button", "data-save": "png", onclick: () => save("png") });
    const svg = el("button", { type: "button", "data-save": "svg", onclick: () => save("svg") });
    const table = el("button", { type: "button", "data-table": true, "aria-pressed": "false" });
    this.pressed = false;
    table.addEventListener("click", () => {
      this.pressed = !this.pressed;
      table.setAttribute("aria-pressed", String(this.pressed));
      showTable(this.pressed);
    });
    this.all = [png, svg, table];
    this.root = el("div", { class: "ch-buttons" }, ...this.all);
  }

  /** Name the buttons after what the card shows. */
  name(title, text) {
    const names = [
      [text("PNG"), text("Save {title} as a PNG picture", { title })],
      [text("SVG"), text("Save {title} as an SVG drawing", { title })],
      [text("Table"), text("Figures of {title} as a table", { title })],
    ];
    names.forEach(([label, meaning], index) => {
      this.all[index].textContent = label;
      this.all[index].title = meaning;
      this.all[index].setAttribute("aria-label", `${label}: ${meaning}`);
    });
  }
}
