/**
 * What a response curve shows, said in the words of ECharts: mean over seeds against a lever, with its interval.
 *
 * A lever of numbers has an axis of numbers; a lever of choices has one place a choice, in the order given.
 */

import { BLUE, FAINT, FONT, GRID, INK, VERMILLION } from "./charts.js";
import { axisValue, defined } from "./chart_text.js";
import { markStep, valueRange } from "./chart_option.js";

/** The points with a place on the axis: the number itself, or the position of the choice. */
export function placed(response) {
  const points = response.points || [];
  const numeric = points.length > 0 && points.every((point) => defined(point.x));
  const places = points.map((point, index) => ({ ...point, place: numeric ? point.x : index }));
  return { numeric, points: numeric ? places.sort((a, b) => a.place - b.place) : places };
}

/** Where the present value of the lever stands, null if it is not on the axis. */
export function presentPlace(response, { numeric, points }) {
  const present = response.present;
  if (!present) return null;
  if (numeric) return defined(present.x) ? present.x : null;
  const found = points.findIndex((point) => point.x === present.x);
  return found < 0 ? null : found;
}

/** An interval as a whisker with caps. */
function whiskers(points) {
  return {
    id: "whiskers",
    type: "custom",
    silent: true,
    z: 3,
    data: points.filter((point) => defined(point.low) && defined(point.high)).map((p) => [p.place, p.low, p.high]),
    encode: { x: -1, y: -1 },
    renderItem: (_, api) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)])[1];
      const style = { stroke: BLUE, lineWidth: 1.5 };
      const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style });
      const caps = [low, high].map((y) => line(x - 4, y, x + 4, y));
      return { type: "group", children: [line(x, low, x, high), ...caps] };
    },
  };
}

/** The intervals joined to a band, where the lever is a number. */
function intervalBand(points) {
  const whole = points.filter((point) => defined(point.low) && defined(point.high));
  return {
    id: "band",
    type: "custom",
    silent: true,
    z: 1,
    data: whole.length > 1 ? [[0]] : [],
    encode: { x: -1, y: -1 },
    renderItem: (_, api) => {
      const upper = whole.map((point) => api.coord([point.place, point.high]));
      const lower = whole.map((point) => api.coord([point.place, point.low])).reverse();
      return { type: "polygon", shape: { points: [...upper, ...lower] }, style: { fill: BLUE, opacity: 0.16 } };
    },
  };
}

function presentMark(response, places, place, text) {
  const label = text("now: {value}", { value: response.present ? response.present.label : "" });
  const ends = places.numeric ? places.points.map((point) => point.place) : [0, places.points.length - 1];
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  const aside = place > (first + last) / 2 ? "right" : "left";
  const words = { formatter: label, color: VERMILLION, fontWeight: "bold", position: "end", align: aside };
  const data = place === null || !places.points.length ? [] : [{ xAxis: place, name: label, label: words }];
  const lineStyle = { color: VERMILLION, width: 1.5, type: [5, 3] };
  return { silent: true, symbol: "none", animation: false, lineStyle, data };
}

function leverAxis(response, places, present, language, plotWidth) {
  const name = response.unit ? `${response.lever_label} (${response.unit})` : response.lever_label;
  const nameGap = places.numeric ? 28 : 38;
  const common = { name, nameGap, nameLocation: "middle", nameTextStyle: { color: INK, fontSize: 12 } };
  const axisLabel = { color: FAINT, hideOverlap: true };
  if (!places.numeric) {
    const names = places.points.map((point) => point.label);
    const each = Math.max(plotWidth / names.length - 6, 40);
    const wrapped = { ...axisLabel, interval: 0, width: Math.min(each, 140), overflow: "break" };
    return { ...common, type: "category", data: names, axisLabel: wrapped };
  }
  const all = [...places.points.map((point) => point.place), ...(present === null ? [] : [present])];
  const [min, max] = [Math.min(...all), Math.max(...all)];
  const labels = new Map(places.points.map((point) => [point.place, point.label]));
  const inPercent = places.points.every((point) => String(point.label).includes("%"));
  const written = (value) => labels.get(value) || axisValue(value, inPercent ? "share" : "ratio", language);
  const range = min === max ? { min: min - 1, max: max + 1 } : { min, max };
  const numbers = { ...axisLabel, formatter: written };
  return { ...common, ...range, type: "value", axisLabel: numbers, splitLine: { show: false } };
}

/**
 * The option of a response curve, without tooltip.
 *
 * @param {object} response `{lever_label, unit, measure_label, format, points, present}`
 * @param {function} text words
 * @param {{top?: number, width?: number}} room
 */
export function responseOption(response, text, room = {}) {
  const places = placed(response);
  const { points } = places;
  const present = presentPlace(response, places);
  const values = (name) => ({ values: points.map((point) => point[name]) });
  const [min, max] = valueRange({ format: response.format, lines: [values("mean"), values("low"), values("high")] });
  const interval = min === 0 && max === 1 ? 0.25 : markStep(min, max);
  const splitLine = { lineStyle: { color: GRID } };
  const label = (value) => axisValue(value, response.format, text.language);
  const means = points.map((point) => [point.place, defined(point.mean) ? point.mean : null]);
  const curve = {
    id: "mean",
    name: response.measure_label,
    type: "line",
    z: 4,
    data: means,
    symbol: "circle",
    symbolSize: 8,
    itemStyle: { color: BLUE },
    lineStyle: { color: BLUE, width: places.numeric ? 2.2 : 0 },
    markLine: presentMark(response, places, present, text),
  };
  return {
    animation: false,
    textStyle: { fontFamily: FONT, color: INK },
    grid: { left: 56, right: 22, top: room.top || 26, bottom: places.numeric ? 52 : 60 },
    xAxis: leverAxis(response, places, present, text.language, (room.width || 600) - 78),
    yAxis: { type: "value", min, max, interval, axisLabel: { formatter: label, color: FAINT }, splitLine },
    series: [...(places.numeric ? [intervalBand(points)] : []), whiskers(points), curve],
  };
}
