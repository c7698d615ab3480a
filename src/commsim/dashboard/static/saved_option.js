/** A chart as it is saved: with title, legend, targets and events in words, so that it can stand alone. */

import { FAINT, FONT, INK } from "./charts.js";
import { monthOption, verdictOf } from "./chart_option.js";
import { monthName } from "./chart_text.js";
import { SAVED } from "./save_picture.js";

const LINE = 16;
const MOST_EVENTS = 12;

function words(content, left, top, style = {}) {
  const room = { width: SAVED.width - left - 20, overflow: "truncate" };
  const plain = { text: content, fill: INK, fontSize: 12, fontFamily: FONT };
  return { type: "text", left, top, silent: true, style: { ...plain, ...room, ...style } };
}

function widthOf(content) {
  return [...content].reduce((sum, sign) => sum + (sign.codePointAt(0) > 0x2e7f ? 12.5 : 7), 0);
}

/** Lay the legend out in rows: a piece of line and a name each. Returns the graphic elements and the rows' number. */
function legend(entries, top) {
  const graphic = [];
  let left = 50;
  let row = 0;
  for (const { label, style } of entries) {
    const wide = 40 + widthOf(label) + 18;
    if (left + wide > SAVED.width - 20 && left > 50) [left, row] = [50, row + 1];
    const y = top + row * 20 + 7;
    const stroke = { stroke: style.colour, lineWidth: style.width, lineDash: style.dash.length ? style.dash : null };
    graphic.push({ type: "line", silent: true, shape: { x1: left, x2: left + 30, y1: y, y2: y }, style: stroke });
    graphic.push(words(label, left + 36, top + row * 20));
    left += wide;
  }
  return { graphic, rows: entries.length ? row + 1 : 0 };
}

/** Targets, a line each, then events in two columns, at the foot of the picture. */
function footnotes(chart, text) {
  const targets = (chart.bands || []).map((band) => {
    return [text("Target"), verdictOf(band, text), band.label].filter(Boolean).join(" · ");
  });
  const events = (chart.events || []).slice(0, MOST_EVENTS).map((event) => {
    const when = `${event.number}  ${monthName(event.month, chart.firstYear, text.language)}`;
    return [when, event.text, event.ok ? "" : text("did not take effect")].filter(Boolean).join(" · ");
  });
  const rows = targets.length + Math.ceil(events.length / 2);
  const height = rows * LINE + (rows ? 12 : 0);
  const half = (SAVED.width - 50) / 2;
  const at = (row) => SAVED.height - height + row * LINE;
  const small = { fontSize: 11, fill: FAINT };
  const perColumn = Math.ceil(events.length / 2);
  const graphic = [
    ...targets.map((target, row) => words(target, 50, at(row), small)),
    ...events.map((event, index) => {
      const column = Math.floor(index / perColumn);
      return words(event, 50 + column * half, at(targets.length + (index % perColumn)), { ...small, width: half - 20 });
    }),
  ];
  return { graphic, height };
}

/**
 * The option of a saved chart over months; `legendExtra` are further entries `{label, style}`.
 *
 * @param {object} chart see chart_option.js
 */
export function savedOption(chart, text, legendExtra = []) {
  const twins = (chart.twin || []).map((line) => {
    return { label: text("{name} (twin)", { name: line.label }), style: line.style };
  });
  const entries = legend([...chart.lines, ...twins, ...legendExtra], 40);
  const notes = footnotes(chart, text);
  const room = { width: SAVED.width, top: 62 + entries.rows * 20, bottom: 30 + notes.height, size: 12 };
  const option = monthOption(chart, text, room);
  const unit = chart.format === "share" || !chart.unit ? "" : ` (${chart.unit})`;
  const title = words(`${chart.title}${unit}`, 50, 12, { fontSize: 17, fontWeight: "bold" });
  return { ...option, backgroundColor: "#ffffff", graphic: [title, ...entries.graphic, ...notes.graphic] };
}
