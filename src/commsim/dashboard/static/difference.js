/** The difference between two worlds with the same luck: curves around zero, and how many windows differ. */

import { ChartCard } from "./chart_card.js";
import { ChartView } from "./chart_view.js";
import { chartOf } from "./curves.js";
import { el, lineStyle } from "./charts.js";
import { numbered } from "./months.js";

/** The chart of how many windows differ, as a panel of its own. */
function windowsChart(difference, text) {
  const label = text("windows that differ");
  return {
    title: text("Households that pay in one world only"),
    unit: text("households"),
    format: "count",
    months: difference.months,
    firstYear: difference.first_year,
    lines: [{ name: "windows", label, values: difference.windows, style: lineStyle(1) }],
    events: numbered(difference.events),
  };
}

export class DifferenceView extends ChartView {
  constructor(host) {
    super(host);
    this.grid = el("div", { class: "ch-grid" });
    this.root.append(this.grid);
    this.cards = new Map();
  }

  render(difference, text) {
    const events = numbered(difference.events);
    const charts = new Map();
    if (difference.windows && difference.windows.length) charts.set("windows", windowsChart(difference, text));
    for (const panel of difference.panels || []) {
      const chart = { ...chartOf(panel, difference, events), zero: true };
      const inPoints = { format: "points", unit: text("percentage points") };
      charts.set(panel.key, panel.format === "share" ? { ...chart, ...inPoints } : chart);
    }
    for (const [key, card] of this.cards) {
      if (charts.has(key)) continue;
      card.destroy();
      this.cards.delete(key);
    }
    let index = 0;
    for (const [key, chart] of charts) {
      if (!this.cards.has(key)) this.cards.set(key, new ChartCard(this.echarts, key));
      const { root } = this.cards.get(key);
      if (this.grid.children[index] !== root) this.grid.insertBefore(root, this.grid.children[index] || null);
      this.cards.get(key).show(chart, text);
      index += 1;
    }
  }

  destroy() {
    for (const card of this.cards.values()) card.destroy();
    super.destroy();
  }
}
