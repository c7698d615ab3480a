// What the colours and marks mean, in words beside a swatch, and how many windows have each colour this month.

import { RAMP } from "./colours.js";
import { drawBlind, drawMember } from "./buildings.js";
import { element, Layer } from "./dom.js";
import { Dots } from "./network.js";
import { ABSENT, SERVING } from "./pack.js";
import { note } from "./words.js";

export const PAYEES = [note("nobody is paid"), note("property company"), note("the owners themselves")];

const SWATCH = 18;
const SWATCH_DOT = { centreX: [11], centreY: [11], radius: 5 };

function swatch(css) {
  const made = element("span", "cse-swatch", { "aria-hidden": "true" });
  made.style.background = css;
  return made;
}

// A small picture of a mark, drawn by what draws it in the view.
function picture(draw) {
  const layer = new Layer(element("canvas", "cse-mark", { "aria-hidden": "true" }));
  layer.resize(SWATCH + 4, SWATCH + 4);
  draw(layer.context);
  return layer.canvas;
}

function pane(context) {
  context.fillStyle = "#8e9aa8";
  context.fillRect(4, 3, 14, 16);
}

function rampBar() {
  const bar = element("span", "cse-ramp", { "aria-hidden": "true" });
  const stops = Array.from({ length: 9 }, (_, at) => RAMP[Math.round((at * 255) / 8)]);
  bar.style.background = `linear-gradient(90deg, ${stops.join(", ")})`;
  return bar;
}

export class Legend {
  constructor(root) {
    this.root = root;
    this.counts = [];
    this.tally = new Int32Array(16);
  }

  // Writes the legend of a colour scheme for a pack; `shown`: {view, ties, dots} says what else is in the picture.
  write(scheme, pack, words, shown) {
    this.words = words;
    this.scheme = scheme;
    this.pack = pack;
    this.since = shown.since;
    this.counts = [];
    const title = element("span", "cse-legend-title", {}, words.say(scheme.title));
    const line = element("div", "cse-legend-line", {}, title, ...this.keys());
    const marks = element("div", "cse-legend-line", {}, ...this.marks(shown));
    this.scenery = shown.view === "buildings" ? element("div", "cse-legend-line cse-legend-scenery") : null;
    this.root.replaceChildren(line, marks, ...(this.scenery ? [this.scenery] : []));
    if (shown.note) this.root.append(element("div", "cse-legend-line cse-legend-note", {}, shown.note));
    this.said = "";
  }

  keys() {
    const { scheme, words } = this;
    const keys = scheme.entries.map(({ label, css }) => {
      const count = element("b", "cse-count");
      this.counts.push(count);
      return element("span", "cse-key", {}, swatch(css), element("span", "", {}, words.say(label)), count);
    });
    if (scheme.ends || (scheme.isRamp && this.since)) {
      const [low, high] = scheme.ends
        ? [`0 ${words.say(scheme.ends[0])}`, `1 ${words.say(scheme.ends[1])}`]
        : [this.since.first, this.since.last].map((month) => words.date(month, this.pack.firstYear));
      keys.push(element("span", "cse-key", {}, element("span", "", {}, low), rampBar(), element("span", "", {}, high)));
    }
    return keys;
  }

  marks(shown) {
    const { pack, words } = this;
    const marks = [];
    const add = (draw, text) => marks.push(element("span", "cse-key", {}, picture(draw), element("span", "", {}, text)));
    const network = shown.view === "network";
    const dot = (home) => (context) => new Dots(context, SWATCH_DOT, home).draw(0, "#8e9aa8", home.serves, "");
    const member = (serves) => (context) => {
      if (network) dot({ member: [1], shop: [0], tenure: [0], serves })(context);
      else {
        pane(context);
        drawMember(context, 4, 3, 14, 16, serves, 20);
      }
    };
    if (pack.member.some((one) => one)) {
      add(member(0), words.say("party member"));
      add(member(1), words.say("member serving this month"));
      marks[marks.length - 1].append((this.serving = element("b", "cse-count")));
    } else this.serving = null;
    if (pack.tenure.some((one) => one === ABSENT)) {
      const vacant = (context) => {
        pane(context);
        drawBlind(context, 4, 3, 14, 16, 2);
      };
      add(network ? dot({ member: [0], shop: [0], tenure: [ABSENT] }) : vacant, words.say("vacant home"));
    }
    if (network && pack.shop.some((one) => one)) add(dot({ member: [0], shop: [1], tenure: [0] }), words.say("shop"));
    if (shown.since) {
      const outline = (context) => {
        pane(context);
        context.strokeStyle = "#D55E00";
        context.lineWidth = 2;
        context.strokeRect(3, 2, 16, 18);
      };
      add(outline, words.say(shown.differs ? note("pays in one world only this month") : note("has paid differently in the other world")));
    }
    return marks;
  }

  // Counts the homes of each class in a month, and says who is paid, service and condition.
  count(codes, month) {
    const { pack, scheme, words, tally } = this;
    tally.fill(0);
    if (!scheme.isRamp) {
      for (let home = 0; home < pack.n; home++) tally[codes.to[home]] += 1;
    } else if (this.counts.length) {
      for (let home = 0; home < pack.n; home++) tally[0] += codes.to[home] ? 0 : 1;
    }
    this.counts.forEach((count, at) => setText(count, String(tally[at])));
    if (this.serving) {
      const flags = pack.row("flags", month);
      let serving = 0;
      for (let home = 0; home < pack.n; home++) serving += flags[home] & SERVING ? 1 : 0;
      setText(this.serving, String(serving));
    }
    if (this.scenery) this.tellScenery(month, words);
  }

  tellScenery(month, words) {
    const { pack } = this;
    const parts = [
      words.say("Lawn, trees and litter: service {value}", { value: pack.at("service", month).toFixed(2) }),
      words.say("Walls: condition {value}", { value: pack.at("condition", month).toFixed(2) }),
      words.say("Gatehouse: {payee}", { payee: words.say(PAYEES[pack.at("payee", month)]) }),
      words.say(pack.at("committee", month) ? note("Green flag: owners' committee") : note("No flag: no owners' committee")),
    ];
    const said = parts.join("|");
    if (said === this.said) return;
    this.said = said;
    this.scenery.replaceChildren(...parts.map((part) => element("span", "cse-key", {}, part)));
  }
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
