/**
 * What a chart over months shows, said in the words of ECharts.
 *
 * A *chart* here is `{title, unit, format, months, firstYear, lines, twin, ribbons, bands, events, zero}`: lines and
 * twin `{name, label, values, style}`, ribbons `{label, low, high, colour, opacity}` (between two series), bands
 * (targets) `{label, from, to, low, high, met}`, events numbered by `months.numbered`, `zero` to mark the zero line.
 */

import { FAINT, FONT, GREEN, GRID, INK, VERMILLION } from "./charts.js";
import { axisValue, defined } from "./chart_text.js";
import { eventMarks, monthAxis, points, stretches } from "./months.js";

const EVENT = "#6a5acd";

/** The targets that have a place in the chart; others are only told in words. */
function placedBands(chart) {
  return (chart.bands || []).filter((band) => defined(band.from) && defined(band.to));
}

/** The least and greatest value that has to be seen, or null if there is none. */
function extent(chart) {
  let low = Infinity;
  let high = -Infinity;
  const take = (value) => {
    if (!defined(value)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const line of [...chart.lines, ...(chart.twin || [])]) line.values.forEach(take);
  for (const ribbon of chart.ribbons || []) [...ribbon.low, ...ribbon.high].forEach(take);
  for (const band of placedBands(chart)) [band.low, band.high].forEach(take);
  return low > high ? null : [low, high];
}

/** Round up to 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten. */
function roundUp(size) {
  const power = 10 ** Math.floor(Math.log10(size));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= size * (1 - 1e-9));
  return step * power;
}

/**
 * The range of the vertical axis. It holds zero; shares fill 0 to 1 unless all are small, so that panels compare.
 *
 * @returns {number[]} low and high
 */
export function valueRange(chart) {
  const found = extent(chart) || [0, 1];
  const low = Math.min(found[0], 0);
  const high = Math.max(found[1], 0);
  if (chart.zero) {
    const reach = roundUp(Math.max(high, -low, ["share", "points"].includes(chart.format) ? 0.01 : 1e-9));
    return [-reach, reach];
  }
  if (chart.format === "share" && low >= 0 && high > 0.4 && high <= 1) return [0, 1];
  const floor = chart.format === "share" ? 0.02 : 1e-9;
  const top = high > 0 || low === 0 ? roundUp(Math.max(high * 1.04, floor)) : 0;
  // What is less than a pixel or two below zero is not worth a mark of the axis of its own.
  if (-low <= top * 0.01) return [0, top];
  const step = markStep(low * 1.04, top);
  return [-Math.ceil((-low * 1.04) / step) * step, Math.ceil(top / step - 1e-9) * step];
}

/** A shape between two series, drawn by hand because stacked areas fail where values change sign. */
function ribbonSeries(ribbon, index) {
  return {
    id: `ribbon-${index}`,
    name: ribbon.label,
    type: "custom",
    silent: true,
    z: 1,
    clip: true,
    data: stretches(ribbon.low, ribbon.high).map((stretch) => ({ value: stretch })),
    encode: { x: -1, y: -1 },
    renderItem: (_, api) => {
      const from = api.value(0);
      const to = api.value(1);
      const upper = [];
      const lower = [];
      for (let place = from; place <= to; place += 1) {
        upper.push(api.coord([place, ribbon.high[place]]));
        lower.unshift(api.coord([place, ribbon.low[place]]));
      }
      const style = { fill: ribbon.colour, opacity: ribbon.opacity };
      return { type: "polygon", shape: { points: [...upper, ...lower] }, style };
    },
  };
}

function lineSeries(line, id, z) {
  const { colour, dash, width } = line.style;
  return {
    id,
    name: line.label,
    type: "line",
    z,
    data: points(line.values),
    showSymbol: true,
    connectNulls: false,
    silent: true,
    itemStyle: { color: colour },
    lineStyle: { color: colour, width, type: dash.length ? dash : "solid" },
    emphasis: { disabled: true },
  };
}

function bandArea(band, [low, high], verdict) {
  const thick = (high - low) * 0.012;
  let from = defined(band.low) ? band.low : low;
  let to = defined(band.high) ? band.high : high;
  if (to - from < thick) [from, to] = [(from + to - thick) / 2, (from + to + thick) / 2];
  const colour = band.met === false ? VERMILLION : GREEN;
  const style = { color: colour, opacity: 0.16, borderColor: colour, borderWidth: 1, borderType: "dotted" };
  const inside = (from + to) / 2 > (low + high) / 2 ? "insideTop" : "insideBottom";
  const ink = band.met === false ? "#9c3f00" : "#00674b";
  const label = { show: verdict !== "", position: inside, color: ink, fontSize: 10 };
  return [
    { name: verdict, xAxis: band.from - 1.5, yAxis: from, itemStyle: style, label },
    { xAxis: band.to - 0.5, yAxis: to },
  ];
}

function eventLines(marks, size) {
  return marks.flatMap((mark) =>
    mark.months.map((month, index) => ({
      xAxis: month - 1,
      name: mark.label,
      lineStyle: { color: mark.ok ? EVENT : "#9aa3ad", width: 1, type: mark.ok ? "solid" : "dashed", opacity: 0.75 },
      label: { show: index === 0, formatter: mark.label, color: EVENT, fontSize: size, distance: 3, position: "end" },
    })),
  );
}

/** The word for a target's verdict, '' where it is not known. */
export function verdictOf(band, text) {
  if (band.met === true) return text("met");
  return band.met === false ? text("missed") : "";
}

/** A series without values that carries what stands behind the lines: targets and events. */
function backdrop(chart, range, plotWidth, text, size) {
  const marks = eventMarks(chart.events || [], plotWidth / Math.max(chart.months - 1, 1));
  const zero = { yAxis: 0, lineStyle: { color: INK, width: 1, type: "solid" }, label: { show: false } };
  return {
    id: "backdrop",
    type: "line",
    data: [],
    silent: true,
    z: 1,
    markLine: {
      silent: true,
      symbol: "none",
      animation: false,
      data: [...eventLines(marks, size), ...(chart.zero ? [zero] : [])],
    },
    markArea: {
      silent: true,
      animation: false,
      data: placedBands(chart).map((band) => bandArea(band, range, verdictOf(band, text))),
    },
  };
}

/** The distance between two marks of the vertical axis: a fourth or fifth of the range, whichever is rounder. */
export function markStep(low, high) {
  const power = 10 ** Math.floor(Math.log10((high - low) / 4));
  const step = [1, 2, 2.5, 5, 10].find((factor) => (high - low) / (factor * power) <= 5.001);
  return step * power;
}

function valueAxis(chart, [low, high], language, size) {
  const label = (value) => axisValue(value, chart.format, language);
  return {
    type: "value",
    min: low,
    max: high,
    interval: high === 1 && low === 0 ? 0.25 : markStep(low, high),
    axisLabel: { formatter: label, color: FAINT, fontSize: size, hideOverlap: true },
    splitLine: { lineStyle: { color: GRID } },
  };
}

/**
 * The option of a chart over months, without legend and tooltip.
 *
 * @param {object} chart see the head of this file
 * @param {function} text words, from `speaker`
 * @param {{width: number, top?: number, bottom?: number, size?: number}} room
 */
export function monthOption(chart, text, room) {
  const size = room.size || 11;
  const range = valueRange(chart);
  const grid = { left: 50, right: 14, top: room.top || 22, bottom: room.bottom || 26 };
  const plotWidth = Math.max(room.width - grid.left - grid.right, 60);
  const axisStyle = { faint: FAINT, grid: GRID, size };
  return {
    animation: false,
    textStyle: { fontFamily: FONT, color: INK },
    grid,
    xAxis: monthAxis(chart.months, chart.firstYear, plotWidth, axisStyle),
    yAxis: valueAxis(chart, range, text.language, size),
    series: [
      backdrop(chart, range, plotWidth, text, size),
      ...(chart.ribbons || []).map(ribbonSeries),
      ...(chart.twin || []).map((line, index) => lineSeries(line, `twin-${index}`, 2)),
      ...chart.lines.map((line, index) => lineSeries(line, `line-${index}`, 3)),
    ],
  };
}
