/** This month's figures as a row of cards that follows the player. */

import { el, useStyle } from "./charts.js";
import { exactValue, monthName, shortValue, speaker } from "./chart_text.js";
import { player } from "./player.js";

export class FiguresView {
  /** @param {HTMLElement} host the element of the page that belongs to this view */
  constructor(host) {
    useStyle();
    this.when = el("p", { class: "ch-figures-when" });
    this.row = el("dl", { class: "ch-figures" });
    this.root = el("div", { class: "ch-view" }, this.when, this.row);
    host.append(this.root);
    this.cards = [];
    this.months = 0;
    this.unsubscribe = player.subscribe(() => this.follow());
  }

  /**
   * Show the figures of a run.
   *
   * @param {{columns: object[], values: Object<string, Array<?number>>}} figures
   * @param {Object<string, string>} labels texts by their English key
   * @param {number} firstYear calendar year of month 1
   */
  show(figures, labels, firstYear) {
    this.text = speaker(labels);
    this.firstYear = firstYear;
    const columns = figures ? figures.columns : [];
    this.cards = columns.map((column) => this.card(column, figures.values[column.name] || []));
    this.months = this.cards.reduce((most, card) => Math.max(most, card.values.length), 0);
    this.row.replaceChildren(...this.cards.map((card) => card.root));
    this.follow();
  }

  card(column, values) {
    const value = el("span", { class: "ch-figure-value", "data-name": column.name });
    const unit = ["share", "ratio"].includes(column.format) ? "" : column.unit || "";
    const root = el(
      "div",
      { class: "ch-figure" },
      el("dt", {}, column.label),
      el("dd", {}, value, unit ? el("span", { class: "ch-figure-unit" }, unit) : null),
    );
    return { root, value, values, format: column.format, month: 0 };
  }

  follow() {
    if (this.months === 0) {
      this.when.textContent = "";
      return;
    }
    const month = Math.min(Math.max(player.month, 1), this.months);
    const name = monthName(month, this.firstYear, this.text.language);
    this.when.textContent = this.text("{when}, month {month} of {months}", { when: name, month, months: this.months });
    this.root.dataset.month = String(month);
    for (const card of this.cards) {
      if (card.month === month) continue;
      card.month = month;
      const value = card.values[month - 1];
      card.value.dataset.value = exactValue(value);
      card.value.textContent = shortValue(value, card.format, this.text.language);
    }
  }

  destroy() {
    this.unsubscribe();
    this.root.remove();
  }
}
