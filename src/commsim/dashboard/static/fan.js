/** The fan of many seeds: where half and nine tenths of the runs lie, their median, and the present run. */

import { ChartCard } from "./chart_card.js";
import { ChartView } from "./chart_view.js";
import { BLUE, VERMILLION } from "./charts.js";
import { numbered } from "./months.js";

const WIDE = { colour: BLUE, opacity: 0.16 };
const NARROW = { colour: BLUE, opacity: 0.3 };

/**
 * Turn a fan into a chart (see chart_option.js).
 *
 * @param {object} fan `{title, unit, format, months, first_year, quantiles, present, present_label, bands, events}`
 */
export function fanChart(fan, text) {
  const { p5, p25, p50, p75, p95 } = fan.quantiles;
  const median = { name: "p50", label: text("median of the runs"), values: p50 || [] };
  const present = { name: "present", label: fan.present_label || text("this run"), values: fan.present || [] };
  const lines = [{ ...median, style: { colour: BLUE, dash: [], width: 2.4 } }];
  if (present.values.length) lines.push({ ...present, style: { colour: VERMILLION, dash: [6, 3], width: 1.8 } });
  const ribbons = [
    { label: text("9 of 10 runs"), low: p5 || [], high: p95 || [], ...WIDE },
    { label: text("half of the runs"), low: p25 || [], high: p75 || [], ...NARROW },
  ];
  const quantile = (label, values) => ({ name: label, label, values: values || [], colour: BLUE });
  const spread = [quantile("5 %", p5), quantile("25 %", p25), quantile("75 %", p75), quantile("95 %", p95)];
  const { title, unit, format, months, first_year: firstYear } = fan;
  const behind = { ribbons, bands: fan.bands || [], events: numbered(fan.events) };
  return { title, unit, format, months, firstYear, lines, spread, ...behind };
}

export class FanView extends ChartView {
  constructor(host) {
    super(host);
    this.card = null;
  }

  render(fan, text) {
    if (this.card === null) {
      this.card = new ChartCard(this.echarts, "fan");
      this.card.root.classList.add("ch-tall");
      this.root.append(this.card.root);
    }
    // The 5 % and 95 % ribbon lies under the other, so that what is seen is the sum of both.
    const both = { ...NARROW, opacity: 0.42 };
    const thick = { dash: [], width: 9 };
    const legend = [
      { label: text("9 of 10 runs"), swatch: WIDE, style: { ...thick, colour: "#c9dfee" } },
      { label: text("half of the runs"), swatch: both, style: { ...thick, colour: "#91bedb" } },
    ];
    const runs = text("{done} of {total} runs", { done: fan.done || 0, total: fan.total || 0 });
    this.card.show(fanChart(fan, text), text, legend, runs);
  }

  destroy() {
    if (this.card) this.card.destroy();
    super.destroy();
  }
}
