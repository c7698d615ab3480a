/**
 * A card with one chart over months: title, legend with the values of the player's month, targets in words, buttons to
 * save the picture and to read the figures as a table.
 */

import { CardButtons } from "./card_buttons.js";
import { el, sample } from "./charts.js";
import { MonthChart } from "./month_chart.js";
import { defined, exactValue, monthName, shortValue, withUnit } from "./chart_text.js";
import { verdictOf } from "./chart_option.js";
import { yearAround } from "./months.js";
import { player } from "./player.js";
import { savedOption } from "./saved_option.js";
import { savePicture } from "./save_picture.js";

/** The index of the last value that is defined, -1 if none is. */
function lastDefined(values) {
  let index = values.length - 1;
  while (index >= 0 && !defined(values[index])) index -= 1;
  return index;
}

/** One sentence that says what the chart shows: the latest defined value of every line. */
export function summaryOf(chart, text) {
  const parts = chart.lines.map((line) => {
    const last = lastDefined(line.values);
    if (last < 0) return text("{name}: no values", { name: line.label });
    const value = withUnit(line.values[last], chart, text.language);
    return text("{name} {value} in {month}", {
      name: line.label,
      value,
      month: monthName(last + 1, chart.firstYear, text.language),
    });
  });
  return text("{title}: {values}", { title: chart.title, values: parts.join(text.language === "zh" ? "，" : ", ") });
}

/** Columns of a table: the lines, then the twin's, then what else the chart knows. */
function columnsOf(chart, text) {
  const twins = (chart.twin || []).map((line) => ({ ...line, label: text("{name} (twin)", { name: line.label }) }));
  return [...chart.lines, ...twins, ...(chart.spread || [])];
}

export class ChartCard {
  /**
   * @param {object} echarts the library
   * @param {string} key what tests and styles know the card by
   */
  constructor(echarts, key) {
    this.echarts = echarts;
    this.title = el("h3", { class: "ch-title" });
    this.unit = el("span", { class: "ch-unit" });
    this.buttons = new CardButtons((kind) => this.save(kind), (shown) => this.showTable(shown));
    this.legend = el("div", { class: "ch-legend" });
    this.targets = el("div", { class: "ch-targets" });
    this.body = el("div", { class: "ch-body" });
    this.table = el("div", { class: "ch-table" });
    const titles = el("div", { class: "ch-titles" }, this.title, this.unit);
    const head = el("div", { class: "ch-head" }, titles, this.buttons.root);
    const parts = [head, this.legend, this.body, this.targets, this.table];
    this.root = el("section", { class: "ch-card", "data-panel": key }, ...parts);
    this.chart = null;
    this.plot = null;
    this.tableShown = false;
    this.tableYear = 0;
    this.readouts = [];
    this.unsubscribe = player.subscribe(() => this.follow());
  }

  /**
   * Show a chart (see chart_option.js). The card has to stand in the page already.
   *
   * @param {object[]} legendExtra entries `{label, style, swatch}` that have no value of the month
   * @param {string} remark a few words beside the title
   */
  show(chart, text, legendExtra = [], remark = "") {
    this.chart = chart;
    this.text = text;
    this.legendExtra = legendExtra;
    this.title.textContent = chart.title;
    this.unit.textContent = [chart.format === "share" ? "" : chart.unit, remark].filter(Boolean).join(" · ");
    this.buttons.name(chart.title, text);
    this.makeLegend();
    this.makeTargets();
    if (this.plot === null) this.plot = new MonthChart(this.echarts, this.body);
    this.plot.show(chart, text, summaryOf(chart, text));
    this.tableYear = 0;
    this.follow();
  }

  save(kind) {
    savePicture(this.echarts, savedOption(this.chart, this.text, this.legendExtra), kind, this.chart.title);
  }

  makeLegend() {
    const { chart, text } = this;
    this.readouts = [];
    const readout = (line) => {
      const value = el("b", { "data-line": line.name });
      this.readouts.push({ value, values: line.values, shown: undefined });
      return value;
    };
    const twins = new Map((chart.twin || []).map((line) => [line.name, line]));
    const entries = chart.lines.map((line) => {
      const entry = el("div", { class: "ch-entry" }, sample(line.style), el("span", {}, line.label), readout(line));
      if (!twins.has(line.name)) return entry;
      const twin = twins.get(line.name);
      const beside = readout({ ...twin, name: `twin:${twin.name}` });
      entry.append(el("span", { class: "ch-twin-value" }, sample(twin.style), `${text("twin")} `, beside));
      return entry;
    });
    const extra = this.legendExtra.map(({ label, style, swatch }) =>
      el("div", { class: "ch-entry" }, swatch ? this.swatch(swatch) : sample(style), el("span", {}, label)),
    );
    this.legend.replaceChildren(...entries, ...extra);
  }

  swatch({ colour, opacity }) {
    const piece = el("span", { class: "ch-swatch", "aria-hidden": "true" });
    piece.style.background = colour;
    piece.style.opacity = String(opacity);
    return piece;
  }

  makeTargets() {
    const rows = (this.chart.bands || []).map((band) => {
      const verdict = verdictOf(band, this.text);
      const kind = band.met === false ? "ch-missed" : "ch-met";
      const mark = verdict ? `${band.met ? "✓" : "✗"} ${verdict}` : "";
      const words = el("span", {}, `${this.text("Target")}: ${band.label}`);
      const swatch = el("span", { class: "ch-target-mark" });
      return el("div", { class: `ch-target ${kind}` }, swatch, words, el("b", {}, mark));
    });
    this.targets.replaceChildren(...rows);
  }

  showTable(shown) {
    this.tableShown = shown;
    this.tableYear = 0;
    this.follow();
  }

  follow() {
    if (this.chart === null) return;
    const month = Math.min(Math.max(player.month, 1), this.chart.months);
    const { format, zero } = this.chart;
    const { language } = this.text;
    for (const readout of this.readouts) {
      const shown = shortValue(readout.values[month - 1], format, language, Boolean(zero));
      if (shown === readout.shown) continue;
      readout.shown = shown;
      readout.value.textContent = shown;
    }
    this.followTable(month);
  }

  followTable(month) {
    const [first, last] = yearAround(month, this.chart.months);
    const wanted = this.tableShown ? first : -1;
    if (wanted === this.tableYear) return;
    this.tableYear = wanted;
    this.table.replaceChildren(...(this.tableShown ? [this.tableOf(first, last)] : []));
  }

  tableOf(first, last) {
    const { chart, text } = this;
    const columns = columnsOf(chart, text);
    const unit = chart.format === "share" || !chart.unit ? "" : ` (${chart.unit})`;
    const months = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const heads = columns.map((column) => el("th", { scope: "col" }, column.label));
    const rows = months.map((month) => {
      const cells = columns.map((column) => {
        const value = column.values[month - 1];
        const shown = shortValue(value, chart.format, text.language, Boolean(chart.zero));
        return el("td", { "data-value": exactValue(value) }, shown);
      });
      const when = monthName(month, chart.firstYear, text.language);
      return el("tr", {}, el("th", { scope: "row" }, when), ...cells);
    });
    const table = el(
      "table",
      {},
      el("caption", {}, `${chart.title}${unit}`),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, text("Month")), ...heads)),
      el("tbody", {}, ...rows),
    );
    return el("div", { class: "ch-scroll", tabindex: 0, role: "region", "aria-label": chart.title }, table);
  }

  destroy() {
    this.unsubscribe();
    if (this.plot) this.plot.destroy();
    this.root.remove();
  }
}
