/** What all charts share: colours, dashes, page elements, and the style sheet. */

export const BLUE = "#0072B2";
export const VERMILLION = "#D55E00";
export const GREEN = "#009E73";
export const ORANGE = "#E69F00";
export const SKY = "#56B4E9";
export const PURPLE = "#CC79A7";
export const INK = "#222222";
export const FAINT = "#5c6470";
export const GRID = "#e6e9ed";
export const TWIN = "#8c8c8c";

/** Family names without quotation marks are valid too, and stay so inside the attributes of a saved SVG. */
export const FONT = "Commsim Sans, Noto Sans SC, Microsoft YaHei, PingFang SC, system-ui, sans-serif";

const COLOURS = [BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY, INK];
const DASHES = [[], [7, 3], [2, 2.5], [9, 3, 2, 3], [12, 4], [2, 5], [5, 2, 1, 2, 1, 2]];
const TWIN_DASHES = [[5, 3], [2, 3], [9, 3, 2, 3], [1, 4], [12, 3], [3, 6], [6, 2, 1, 2, 1, 2]];

/** Colour and dash of the line at `index`; no two of the first seven look alike, with or without colours. */
export function lineStyle(index) {
  return { colour: COLOURS[index % COLOURS.length], dash: DASHES[index % DASHES.length], width: 2 };
}

/** Colour and dash of the twin's line at `index`. */
export function twinStyle(index) {
  return { colour: TWIN, dash: TWIN_DASHES[index % TWIN_DASHES.length], width: 1.4 };
}

/**
 * Make a page element. Texts become text nodes, never markup, so nothing a user wrote can turn into a tag.
 *
 * @param {string} tag name of the tag; "svg:line" makes one of SVG
 * @param {Object} attributes by name; `on...` are listeners, null and false are left out
 * @param {...(Node|string|null)} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = tag.startsWith("svg:")
    ? document.createElementNS("http://www.w3.org/2000/svg", tag.slice(4))
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A short piece of line as it is drawn in the chart: its colour and dash. */
export function sample(style) {
  const stroke = { stroke: style.colour, "stroke-width": style.width + 0.4, "stroke-dasharray": style.dash.join(" ") };
  const line = el("svg:line", { x1: 0, x2: 28, y1: 5, y2: 5, ...stroke });
  return el("svg:svg", { class: "ch-sample", width: 28, height: 10, "aria-hidden": "true" }, line);
}

/** Put the style sheet of the charts into the page, once. */
export function useStyle() {
  const href = new URL("charts.css", import.meta.url).href;
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return Promise.resolve();
  const present = document.head.querySelector("link[data-commsim-charts]");
  const link = present || el("link", { rel: "stylesheet", href, "data-commsim-charts": true });
  const loaded = new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
  });
  if (!present) document.head.append(link);
  return loaded;
}

/** Whether the visitor asked the system for less motion. */
export function calm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
