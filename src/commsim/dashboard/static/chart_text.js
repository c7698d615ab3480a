/**
 * Words and numbers as people read them.
 *
 * Every shown text comes from `labels` (English key -> shown text), which Python makes in the visitor's language; the
 * key "@language" holds the language itself, "en" or "zh", by which numbers and months are written.
 */

const EMPTY = "–";

/**
 * Return the function `text(key, parts)`: the text in the visitor's language with {parts} filled in.
 *
 * @param {Object<string, string>} labels texts by their English key
 * @returns {function(string, Object=): string} with the property `language`
 */
export function speaker(labels) {
  const known = labels || {};
  const text = (key, parts = {}) => {
    const shown = Object.prototype.hasOwnProperty.call(known, key) ? String(known[key]) : key;
    return shown.replace(/\{(\w+)\}/g, (whole, name) => (name in parts ? String(parts[name]) : whole));
  };
  text.language = known["@language"] === "zh" ? "zh" : "en";
  return text;
}

const writers = new Map();

function writer(language, options) {
  const key = language + JSON.stringify(options);
  if (!writers.has(key)) writers.set(key, new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en-US", options));
  return writers.get(key);
}

/** Whether there is a number to show: null, NaN and infinities are "undefined" in the model. */
export function defined(value) {
  return typeof value === "number" && Number.isFinite(value);
}

function digitsOf(value, format) {
  const size = Math.abs(value);
  if (format === "share") return { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 };
  if (format === "points") return { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  if (format === "yuan") return { maximumFractionDigits: size >= 1000 || Number.isInteger(value) ? 0 : 2 };
  if (format === "months") return { maximumFractionDigits: 1 };
  if (format === "count") return { maximumFractionDigits: Number.isInteger(value) || size >= 100 ? 0 : 2 };
  return size >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
}

/**
 * Write a value for people: a share as a percentage with one decimal, money with separators.
 *
 * @param {?number} value the value; null if undefined
 * @param {string} format "share", "points" (a difference of shares, in percentage points), "count", "yuan", "ratio" or
 *   "months"
 * @param {string} language "en" or "zh"
 * @param {boolean} signed whether a plus is written too, as for differences
 */
export function shortValue(value, format, language, signed = false) {
  if (!defined(value)) return EMPTY;
  const options = { ...digitsOf(value, format), signDisplay: signed ? "exceptZero" : "negative" };
  return writer(language, options).format(format === "points" ? value * 100 : value);
}

/** Write a value with its unit; shares carry theirs already. */
export function withUnit(value, chart, language) {
  const short = shortValue(value, chart.format, language, Boolean(chart.zero));
  return short === EMPTY || chart.format === "share" || !chart.unit ? short : `${short} ${chart.unit}`;
}

/** Write a value to the last digit of the double; '' if undefined. */
export function exactValue(value) {
  return defined(value) ? String(value) : "";
}

/** Write a value beside an axis, where there is little room. */
export function axisValue(value, format, language) {
  if (format === "share") return writer(language, { style: "percent", maximumFractionDigits: 1 }).format(value);
  if (format === "points") return writer(language, { maximumFractionDigits: 1 }).format(value * 100);
  return writer(language, { notation: "compact", maximumFractionDigits: 2 }).format(value);
}

/** The calendar year of a month of the run (from 1), or the year of the run if no calendar is known. */
export function yearOf(month, firstYear) {
  return (firstYear || 1) + Math.floor((month - 1) / 12);
}

const calendars = new Map();

/** Write a month of the run (from 1) as a month of the calendar, "Jan 2018" or "2018年1月". */
export function monthName(month, firstYear, language) {
  if (!calendars.has(language)) {
    const place = language === "zh" ? "zh-CN" : "en-US";
    calendars.set(language, new Intl.DateTimeFormat(place, { year: "numeric", month: "short", timeZone: "UTC" }));
  }
  const day = new Date(0);
  day.setUTCFullYear(yearOf(month, firstYear), (month - 1) % 12, 15);
  return calendars.get(language).format(day);
}
