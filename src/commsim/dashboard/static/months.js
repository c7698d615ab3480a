/**
 * The axis of months: where years are marked, which months have values, how events close together share a mark.
 *
 * Months count from 1. On the axis month m stands at m - 1, so that Januaries fall on multiples of 12.
 */

import { defined, yearOf } from "./chart_text.js";

const STEPS = [1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 480];

/** Months between two marks of the axis, for at most `most` marks. */
export function axisStep(months, most) {
  return STEPS.find((step) => (months - 1) / step <= most) || STEPS[STEPS.length - 1];
}

/**
 * The horizontal axis of a chart over months.
 *
 * @param {number} months length of the run
 * @param {number} firstYear calendar year of month 1
 * @param {number} width room in pixels
 * @param {object} style colours
 */
export function monthAxis(months, firstYear, width, style) {
  const step = axisStep(months, Math.max(2, Math.floor(width / 62)));
  const label = (place) => {
    if (place % step !== 0) return "";
    const month = place + 1;
    return step >= 12 ? String(yearOf(month, firstYear)) : `${yearOf(month, firstYear)}-${(place % 12) + 1}`;
  };
  return {
    type: "value",
    min: 0,
    max: Math.max(months - 1, 1),
    interval: step,
    axisLabel: { formatter: label, color: style.faint, fontSize: style.size, hideOverlap: true },
    axisLine: { lineStyle: { color: "#9aa3ad" } },
    axisTick: { show: false },
    splitLine: { show: true, lineStyle: { color: style.grid } },
  };
}

/**
 * The points of a line: gaps stay gaps, and a value between two gaps gets a dot, as no line reaches it.
 *
 * @param {Array<?number>} values one a month
 */
export function points(values) {
  return values.map((value, index) => {
    if (!defined(value)) return { value: [index, null], symbol: "none" };
    const lonely = !defined(values[index - 1]) && !defined(values[index + 1]);
    return { value: [index, value], symbol: lonely ? "circle" : "none", symbolSize: 5 };
  });
}

/** The stretches of months in which all of `rows` are defined, as pairs [first, last] of indices. */
export function stretches(...rows) {
  const found = [];
  const length = Math.min(...rows.map((row) => row.length));
  for (let index = 0; index < length; index += 1) {
    if (!rows.every((row) => defined(row[index]))) continue;
    const latest = found[found.length - 1];
    if (latest && latest[1] === index - 1) latest[1] = index;
    else found.push([index, index]);
  }
  return found;
}

/** Number the events in order of time; each keeps its number in every chart and in the list. */
export function numbered(events) {
  return [...(events || [])].sort((a, b) => a.month - b.month).map((event, index) => ({ ...event, number: index + 1 }));
}

/**
 * Gather events into marks with room for their labels.
 *
 * @param {Array<{month: number, number: number, ok: boolean}>} events numbered events
 * @param {number} pixelsPerMonth
 * @returns {Array<{months: number[], label: string, ok: boolean, events: object[]}>}
 */
export function eventMarks(events, pixelsPerMonth) {
  const marks = [];
  for (const event of events) {
    const latest = marks[marks.length - 1];
    if (latest && (event.month - latest.events[0].month) * pixelsPerMonth < 17) latest.events.push(event);
    else marks.push({ events: [event] });
  }
  return marks.map(({ events: together }) => {
    const first = together[0].number;
    const last = together[together.length - 1].number;
    return {
      events: together,
      label: first === last ? String(first) : `${first}–${last}`,
      months: [...new Set(together.map((event) => event.month))],
      ok: together.some((event) => event.ok),
    };
  });
}

/** The first and last month of the year of the run that `month` lies in. */
export function yearAround(month, months) {
  const first = Math.floor((month - 1) / 12) * 12 + 1;
  return [first, Math.min(first + 11, months)];
}
