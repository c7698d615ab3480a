/** Small multiples of one run: a card a panel, chosen by chips, and the list of events under them. */

import { ChartCard } from "./chart_card.js";
import { ChartView } from "./chart_view.js";
import { el, lineStyle, twinStyle } from "./charts.js";
import { monthName } from "./chart_text.js";
import { numbered } from "./months.js";
import { player } from "./player.js";

/** Panels with one of these lines are shown first. */
const FIRST = ["fee_rate", "free_riders", "reported_payee", "service", "trust_payee"];

/** What the visitor chose to see, kept while the page is open: null until a choice was made. */
let chosen = null;

/**
 * Turn a panel of the series into a chart (see chart_option.js); twin lines take the dash of their own line's place.
 *
 * @param {object} panel `{key, title, unit, format, lines, twin, bands}`
 * @param {{months: number, first_year: number}} series
 * @param {object[]} events numbered events
 */
export function chartOf(panel, series, events) {
  const lines = panel.lines.map((line, index) => ({ ...line, style: lineStyle(index) }));
  const twin = (panel.twin || []).map((line, index) => {
    const own = panel.lines.findIndex((other) => other.name === line.name);
    return { ...line, style: twinStyle(own < 0 ? index : own) };
  });
  const { title, unit, format } = panel;
  const { months, first_year: firstYear } = series;
  return { title, unit, format, months, firstYear, lines, twin, bands: panel.bands || [], events };
}

/** The keys of the panels shown at first. */
export function firstPanels(panels) {
  const wanted = panels.filter((panel) => panel.lines.some((line) => FIRST.includes(line.name)));
  return new Set((wanted.length ? wanted : panels.slice(0, 4)).map((panel) => panel.key));
}

export class CurvesView extends ChartView {
  constructor(host) {
    super(host);
    this.chips = el("div", { class: "ch-chips", role: "group" });
    this.grid = el("div", { class: "ch-grid" });
    this.list = el("div", { class: "ch-events" });
    this.root.append(this.chips, this.grid, this.list);
    this.cards = new Map();
    this.items = [];
    this.unsubscribe = player.subscribe(() => this.dimEvents());
  }

  render(series, text) {
    this.series = series;
    this.events = numbered(series.events);
    this.drawChips();
    this.drawCards();
    this.drawEvents(text);
  }

  shown() {
    return chosen || firstPanels(this.series.panels);
  }

  drawChips() {
    const shown = this.shown();
    this.chips.setAttribute("aria-label", this.text("Panels shown"));
    const chips = this.series.panels.map((panel) => {
      const state = { "aria-pressed": String(shown.has(panel.key)), "data-chip": panel.key };
      const chip = el("button", { type: "button", class: "ch-chip", ...state }, panel.title);
      chip.addEventListener("click", () => this.choose(panel.key, chip));
      return chip;
    });
    this.chips.replaceChildren(...chips);
  }

  choose(key, chip) {
    const shown = new Set(this.shown());
    if (!shown.delete(key)) shown.add(key);
    chosen = shown;
    chip.setAttribute("aria-pressed", String(shown.has(key)));
    this.drawCards();
  }

  drawCards() {
    const shown = this.shown();
    const panels = this.series.panels.filter((panel) => shown.has(panel.key));
    const kept = new Set(panels.map((panel) => panel.key));
    for (const [key, card] of this.cards) {
      if (kept.has(key)) continue;
      card.destroy();
      this.cards.delete(key);
    }
    panels.forEach((panel, index) => {
      if (!this.cards.has(panel.key)) this.cards.set(panel.key, new ChartCard(this.echarts, panel.key));
      const card = this.cards.get(panel.key);
      if (this.grid.children[index] !== card.root) this.grid.insertBefore(card.root, this.grid.children[index] || null);
      card.show(chartOf(panel, this.series, this.events), this.text);
    });
  }

  drawEvents(text) {
    this.items = this.events.map((event) => {
      const when = monthName(event.month, this.series.first_year, text.language);
      const parts = [
        el("span", { class: "ch-event-number" }, String(event.number)),
        el("span", { class: "ch-event-when" }, when),
        el("span", {}, event.text),
        event.ok ? null : el("em", {}, text("did not take effect")),
      ];
      const kind = event.ok ? "ch-event" : "ch-event ch-failed";
      const title = text("Go to month {month}", event);
      const button = el("button", { type: "button", class: kind, "data-month": event.month, title }, ...parts);
      button.addEventListener("click", () => player.set(event.month));
      return { month: event.month, button };
    });
    const rows = this.items.map(({ button }) => el("li", {}, button));
    const heading = el("h3", {}, text("What happened"));
    this.list.replaceChildren(...(rows.length ? [heading, el("ol", {}, ...rows)] : []));
    this.dimEvents();
  }

  /** Events that have not come yet at the player's month are dim. */
  dimEvents() {
    for (const item of this.items) item.button.classList.toggle("ch-future", item.month > player.month);
  }

  destroy() {
    this.unsubscribe();
    for (const card of this.cards.values()) card.destroy();
    super.destroy();
  }
}
