/**
 * A chart over months that lives with the player: a line at the player's month with a dot on every curve, which moves
 * without drawing the chart again; a click, a drag or the arrow keys set the player's month.
 */

import { calm, el } from "./charts.js";
import { monthOption } from "./chart_option.js";
import { defined, exactValue, monthName, shortValue, withUnit } from "./chart_text.js";
import { player } from "./player.js";

const NEAR = 8;

/** The words of a tooltip: the month, every line's value to the last digit, and the events of that month. */
function tooltip(chart, text, month, near) {
  const rows = el("div", { class: "ch-tip-rows" });
  const row = (label, value, colour) => {
    const dot = el("span", { class: "ch-tip-dot" });
    dot.style.background = colour;
    const exact = Number.isInteger(value) ? "" : exactValue(value);
    const shown = el("b", {}, shortValue(value, chart.format, text.language, Boolean(chart.zero)));
    rows.append(dot, el("span", {}, label), shown, el("span", { class: "ch-tip-exact" }, exact));
  };
  for (const line of chart.lines) row(line.label, line.values[month - 1], line.style.colour);
  for (const line of chart.twin || []) {
    row(text("{name} (twin)", { name: line.label }), line.values[month - 1], line.style.colour);
  }
  for (const part of chart.spread || []) row(part.label, part.values[month - 1], part.colour);
  const when = el("strong", {}, monthName(month, chart.firstYear, text.language));
  const box = el("div", { class: "ch-tip" }, when, ` · ${text("month {month}", { month })}`, rows);
  for (const event of (chart.events || []).filter((one) => Math.abs(one.month - month) <= near)) {
    const failed = event.ok ? "" : ` · ${text("did not take effect")}`;
    const when = monthName(event.month, chart.firstYear, text.language);
    box.append(el("div", { class: "ch-tip-event" }, `${event.number}  ${when}: ${event.text}${failed}`));
  }
  return box;
}

export class MonthChart {
  /**
   * @param {object} echarts the library
   * @param {HTMLElement} host where the chart goes; its size is the chart's
   */
  constructor(echarts, host) {
    this.line = el("div", { class: "ch-cursor-line" });
    this.dots = [];
    this.cursor = el("div", { class: "ch-cursor", role: "slider", tabindex: 0, "aria-valuemin": 1 }, this.line);
    this.canvas = el("div", { class: "ch-canvas", role: "img" });
    this.plot = el("div", { class: "ch-plot" }, this.canvas, this.cursor);
    host.append(this.plot);
    this.drawing = echarts.init(this.canvas, null, { renderer: "canvas" });
    this.chart = null;
    this.listen();
  }

  listen() {
    this.unsubscribe = player.subscribe(() => this.moveCursor());
    this.cursor.addEventListener("keydown", (event) => this.onKey(event));
    this.plot.addEventListener("pointerdown", (event) => this.onPress(event));
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.plot);
    this.refit = () => this.draw();
    if (document.fonts) document.fonts.addEventListener("loadingdone", this.refit);
  }

  /**
   * Show a chart.
   *
   * @param {object} chart see chart_option.js; `spread` are further rows `{label, values, colour}` of the tooltip
   * @param {function} text words
   * @param {string} summary one sentence for those who cannot see the chart
   */
  show(chart, text, summary) {
    const fresh = this.chart === null;
    this.chart = chart;
    this.text = text;
    this.canvas.setAttribute("aria-label", summary);
    this.cursor.setAttribute("aria-label", text("Month shown in {title}", { title: chart.title }));
    this.cursor.setAttribute("aria-valuemax", String(chart.months));
    this.makeDots();
    this.draw(!fresh);
  }

  makeDots() {
    this.dots.forEach((dot) => dot.remove());
    this.dots = this.chart.lines.map((line) => {
      const dot = el("span", { class: "ch-cursor-dot" });
      dot.style.background = line.style.colour;
      this.cursor.append(dot);
      return dot;
    });
  }

  draw(moving = false) {
    if (this.chart === null || this.plot.clientWidth === 0) return;
    this.width = this.plot.clientWidth;
    this.height = this.plot.clientHeight;
    const option = monthOption(this.chart, this.text, { width: this.width });
    const animation = moving && !player.playing && !calm();
    const settings = { animation, animationDuration: 0, animationDurationUpdate: 250, tooltip: this.tooltipSettings() };
    this.drawing.setOption({ ...option, ...settings }, { replaceMerge: ["series"] });
    this.measure();
    this.moveCursor();
  }

  tooltipSettings() {
    return {
      trigger: "axis",
      transitionDuration: 0,
      position: (point, found, element, box, { contentSize }) => this.besidePlot(point, contentSize),
      axisPointer: { type: "line", snap: true, lineStyle: { color: "#9aa3ad" } },
      padding: [6, 9],
      textStyle: { fontSize: 12 },
      // An element, not a string: its texts are text nodes, so nothing in them is read as markup.
      formatter: (found) => {
        const place = Array.isArray(found) && found.length ? found[0].axisValue : null;
        if (!defined(place)) return null;
        const near = Math.max(0, Math.floor(NEAR / this.perMonth));
        return tooltip(this.chart, this.text, Math.round(place) + 1, near);
      },
    };
  }

  /** Where the tooltip goes: under the plot, or over it where the window ends, so that it hides no curve. */
  besidePlot([x], [width, height]) {
    const place = this.plot.getBoundingClientRect();
    const room = document.documentElement.clientWidth - width - 8;
    const left = Math.min(Math.max(place.left + x - width / 2, 8), Math.max(room, 8)) - place.left;
    const below = place.bottom + height + 4 <= window.innerHeight;
    return [left, below ? place.height + 2 : 14 - height];
  }

  /** Find where months and values stand, once a drawing, so that the cursor can be moved by arithmetic. */
  measure() {
    const at = (place, value) => this.drawing.convertToPixel({ gridIndex: 0 }, [place, value]);
    const [left, zero] = at(0, 0);
    const [right, one] = at(Math.max(this.chart.months - 1, 1), 1);
    this.left = left;
    this.perMonth = (right - left) / Math.max(this.chart.months - 1, 1);
    this.zero = zero;
    this.perOne = one - zero;
  }

  moveCursor() {
    if (this.chart === null || this.left === undefined) return;
    const month = Math.min(Math.max(player.month, 1), this.chart.months);
    this.cursor.style.transform = `translateX(${this.left + (month - 1) * this.perMonth}px)`;
    this.chart.lines.forEach((line, index) => {
      const value = line.values[month - 1];
      const style = this.dots[index].style;
      style.display = defined(value) ? "" : "none";
      if (defined(value)) style.transform = `translateY(${this.zero + value * this.perOne}px)`;
    });
    // While it plays nobody waits for the words of the slider, and changing them costs time.
    if (!player.playing) this.sayMonth(month);
  }

  sayMonth(month) {
    this.cursor.setAttribute("aria-valuenow", String(month));
    const values = this.chart.lines.map((line) => {
      const shown = withUnit(line.values[month - 1], this.chart, this.text.language);
      return `${line.label} ${shown}`;
    });
    const when = monthName(month, this.chart.firstYear, this.text.language);
    this.cursor.setAttribute("aria-valuetext", [when, ...values].join(", "));
  }

  onKey(event) {
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12 };
    if (event.key in steps) player.set(Math.min(Math.max(player.month + steps[event.key], 1), this.chart.months));
    else if (event.key === "Home") player.set(1);
    else if (event.key === "End") player.set(this.chart.months);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  onPress(event) {
    if (event.button !== 0 || this.chart === null) return;
    player.pause();
    const go = (moved) => this.goTo(moved.clientX);
    const end = () => {
      window.removeEventListener("pointermove", go);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
    };
    window.addEventListener("pointermove", go);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
    this.endPress = end;
    go(event);
  }

  goTo(clientX) {
    const place = (clientX - this.plot.getBoundingClientRect().left - this.left) / this.perMonth;
    const month = Math.min(Math.max(Math.round(place) + 1, 1), this.chart.months);
    if (month !== player.month) player.set(month);
  }

  resize() {
    if (this.plot.clientWidth === 0) return;
    if (this.plot.clientWidth === this.width && this.plot.clientHeight === this.height) return;
    this.drawing.resize();
    this.draw();
  }

  destroy() {
    this.unsubscribe();
    this.sizes.disconnect();
    if (this.endPress) this.endPress();
    if (document.fonts) document.fonts.removeEventListener("loadingdone", this.refit);
    this.drawing.dispose();
    this.plot.remove();
  }
}
