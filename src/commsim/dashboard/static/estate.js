// One estate in a run, seen as buildings or as its trust network, in the month of the player.
//
// Layers lie on one another: ground and trees, walls, stains, panes (a colour a home), and the marks at the pointer. Each
// is drawn again only where something changed: while a month fades into the next, only changed panes are, and of the
// scenery no more than a frame has time for.

import { drawWalls, Panes } from "./buildings.js";
import { layBlocks } from "./blocks.js";
import { Card } from "./card.js";
import { ACCENT, Codes, INK, schemeOf } from "./colours.js";
import { element, Layer, wearStyle } from "./dom.js";
import { sentence } from "./household.js";
import { Legend, PAYEES } from "./legend.js";
import { drawDiffering, drawTiesOf, homeAt, isArrow, nextHome, ring } from "./marks.js";
import { Dots, drawTies, layNetwork, shareOfTies } from "./network.js";
import { decodePack, decodeSince, PAYS } from "./pack.js";
import { player } from "./player.js";
import { drawGarden, drawGate, drawGround, drawStains, LEVELS, stepOf } from "./scenery.js";
import { Words } from "./words.js";

const LONGEST_FADE = 200; // milliseconds
const MOST_FADING = 2500; // windows; where more change at once, they do so in one frame
const STAINS_MS = 2; // for stains in a frame while time runs
const LEGEND_PAUSE = 120; // milliseconds between two counts while time runs
const SIGNS = ["", "", "", "+", "-"]; // of those who speak

function calm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function sameHomes(a, b) {
  if (!a || a.n !== b.n || a.stairwells !== b.stairwells) return false;
  return ["building", "stairwell", "floor", "shop"].every((name) => a[name].every((one, at) => one === b[name][at]));
}

export class EstateView {
  // `onPick`: called with {household, month} when a window is picked.
  constructor(root, { labels = {}, onPick = null } = {}) {
    wearStyle();
    this.root = root;
    this.onPick = onPick;
    this.words = new Words(labels);
    this.parts = { view: "buildings", colour: "pays", selected: -1, showTies: true };
    this.pack = this.since = this.other = this.layout = this.codes = null;
    this.hover = this.cursor = -1;
    this.month = 0;
    this.fade = { start: 0, length: 0 };
    this.stale = { layout: true, codes: true, marks: true, legend: true };
    this.groundKey = "";
    this.frame = this.counted = 0;
    this.build();
    this.release = player.subscribe(() => this.request());
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.stage);
    // What was written with another font than the page's is written again once that has come.
    this.onFont = () => {
      this.stale.layout = true;
      this.request();
    };
    document.fonts.addEventListener("loadingdone", this.onFont);
  }

  build() {
    this.ground = new Layer();
    this.walls = new Layer();
    this.stains = new Layer();
    this.panes = new Layer();
    const top = element("canvas", "cse-top", { tabindex: "0", role: "application" });
    this.top = new Layer(top);
    this.stage = element("div", "cse-stage", {}, ...this.pictures().map((layer) => layer.canvas), top);
    for (const layer of this.pictures()) layer.canvas.setAttribute("aria-hidden", "true");
    this.live = element("div", "cse-hidden", { "aria-live": "polite" });
    this.broken = element("div", "cse-broken", { role: "alert" });
    this.root.classList.add("cse-root");
    this.root.replaceChildren(this.broken, this.stage, this.live);
    this.card = new Card(this.root, this.stage);
    this.legend = new Legend(element("div", "cse-legend"));
    this.root.append(this.legend.root);
    top.addEventListener("pointermove", (event) => this.pointed(event));
    top.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && this.point(-1));
    top.addEventListener("click", (event) => this.clicked(event));
    top.addEventListener("keydown", (event) => this.pressed(event));
    top.addEventListener("blur", () => this.moveCursor(-1));
  }

  // The layers below the marks, the lowest first.
  pictures() {
    return [this.ground, this.walls, this.stains, this.panes];
  }

  // Takes any of {pack, since, other (bytes), view, colour, selected, showTies, labels} and shows it.
  // `other`: pack of the world compared with; those that pay in one world only are outlined.
  set(parts) {
    const kept = this.parts;
    this.parts = { ...kept, ...parts };
    if ("labels" in parts) this.words = new Words(parts.labels);
    if ("pack" in parts) this.takePack(parts.pack);
    if ("since" in parts) this.since = decodeSince(parts.since);
    if ("other" in parts) this.other = decodePack(parts.other);
    if (this.parts.view !== kept.view) {
      this.stale.layout = true;
      this.point(-1);
    }
    if (this.parts.colour !== kept.colour) this.stale.codes = true;
    if (this.parts.showTies !== kept.showTies || "labels" in parts) this.groundKey = "";
    this.stale.marks = this.stale.legend = true;
    this.top.canvas.setAttribute("aria-label", this.words.say("The estate: arrow keys go from window to window, Enter picks one"));
    this.request();
  }

  takePack(bytes) {
    const before = this.pack;
    this.broken.textContent = "";
    try {
      this.pack = decodePack(bytes);
    } catch (error) {
      this.pack = null;
      this.broken.textContent = this.words.say("This run cannot be shown: {why}", { why: error.message });
    }
    if (!this.pack) return;
    if (!sameHomes(before, this.pack) || this.parts.view === "network") {
      this.stale.layout = true;
      this.point(-1);
      this.cursor = -1;
    }
    this.codes = new Codes(this.pack.n);
    this.stale.codes = true;
    this.groundKey = "";
    player.setMonths(this.pack.months);
  }

  destroy() {
    this.release();
    this.observer.disconnect();
    document.fonts.removeEventListener("loadingdone", this.onFont);
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = -1;
    this.root.replaceChildren();
  }

  resized() {
    if (Math.round(this.stage.clientWidth) !== this.top.width) this.stale.layout = true;
    this.request();
  }

  request() {
    if (this.frame === 0) this.frame = requestAnimationFrame((time) => this.draw(time));
  }

  // --- a frame

  draw(time) {
    this.frame = 0;
    const width = Math.round(this.stage.clientWidth);
    if (!this.pack || width < 40) return;
    if (this.stale.layout) this.lay(width);
    const month = Math.min(player.month, this.pack.months);
    if (!this.drawScene(month)) this.request();
    this.drawPanes(month, time);
    this.drawLegend(month, time);
    if (this.stale.marks) this.drawMarks(month);
  }

  lay(width) {
    const wanted = Math.max(430, Math.min(0.78 * window.innerHeight, 760));
    const network = this.parts.view === "network";
    this.layout = network ? layNetwork(this.pack, width, wanted) : layBlocks(this.pack, width, wanted, window.devicePixelRatio || 1);
    const { height } = this.layout;
    for (const layer of [...this.pictures(), this.top]) layer.resize(width, height);
    this.stage.style.height = `${height}px`;
    this.walls.clear();
    this.stains.clear();
    this.stained = network ? [] : this.layout.wings.map(() => -1);
    if (!network) drawWalls(this.walls.context, this.layout, this.pack);
    this.painter = new (network ? Dots : Panes)(this.panes.context, this.layout, this.pack, this.panes.ratio);
    this.groundKey = "";
    Object.assign(this.stale, { layout: false, codes: true, marks: true, legend: true });
  }

  // Draws what the month's service, condition, payee and committee change. Returns whether the scene is up to date.
  drawScene(month) {
    const { pack, layout } = this;
    if (this.parts.view === "network") {
      if (this.groundKey !== "network") drawTies(this.ground.context, layout, pack, this.parts.showTies);
      this.groundKey = "network";
      return true;
    }
    const [service, condition] = [stepOf(pack.at("service", month)), stepOf(pack.at("condition", month))];
    const [payee, committee] = [pack.at("payee", month), pack.at("committee", month)];
    const key = [service, payee, committee].join();
    if (key !== this.groundKey) {
      this.groundKey = key;
      drawGround(this.ground.context, layout, service / LEVELS);
      drawGarden(this.ground.context, layout, service / LEVELS);
      drawGate(this.ground.context, layout, payee, committee, this.words.say(PAYEES[payee]));
      if (player.playing) return !this.stained.some((step) => step !== condition);
    }
    return this.drawStains(condition);
  }

  drawStains(condition) {
    const { layout, stained } = this;
    const { context } = this.stains;
    const end = performance.now() + (player.playing ? STAINS_MS : Infinity);
    for (let at = 0; at < stained.length; at++) {
      if (stained[at] === condition) continue;
      if (performance.now() > end) return false;
      const wing = layout.wings[at];
      context.clearRect(wing.x, wing.y, wing.width, wing.height);
      drawStains(context, layout, wing, condition / LEVELS);
      stained[at] = condition;
    }
    return true;
  }

  drawPanes(month, time) {
    const { codes, pack, fade } = this;
    const scheme = schemeOf(this.parts.colour);
    const { since } = this;
    if (this.stale.codes) {
      codes.jump(scheme, pack, month, since);
      this.painter.prepare(scheme.colours());
      this.drawAllPanes(scheme);
      this.stale.codes = false;
      fade.length = 0;
      this.turned(month, true);
    } else if (month !== this.month) {
      codes.turn(scheme, pack, month, this.faded(time), since);
      fade.start = time;
      const fades = player.playing && !calm() && codes.count <= MOST_FADING;
      fade.length = fades ? Math.min(LONGEST_FADE, 0.8 * player.monthMs) : 0;
      this.turned(month, false);
    }
    if (!codes.count) return;
    const p = this.faded(time);
    this.drawChangedPanes(scheme, p);
    if (p < 1) {
      this.request();
      return;
    }
    codes.from.set(codes.to);
    codes.count = 0;
    this.root.dataset.month = String(this.month);
  }

  // How far the change of panes under way has come, 0 to 1.
  faded(time) {
    return this.fade.length > 0 ? Math.min(1, Math.max(0, (time - this.fade.start) / this.fade.length)) : 1;
  }

  turned(month, whole) {
    this.month = month;
    this.stale.legend = true;
    if (this.hover >= 0 || this.cursor >= 0 || this.since || this.other) this.stale.marks = true;
    const { dataset } = this.root;
    if (whole || !this.codes.count) dataset.month = String(month);
    if (!whole || dataset.key === this.pack.key) return;
    dataset.key = this.pack.key;
    dataset.drawn = String(performance.now());
  }

  sign(home) {
    return this.parts.colour === "speaks" && this.layout.cell >= 7.5 ? SIGNS[this.codes.to[home]] : "";
  }

  drawAllPanes(scheme) {
    const { codes, pack } = this;
    this.panes.clear();
    for (let home = 0; home < pack.n; home++) {
      this.painter.draw(home, scheme.css(codes.to[home], codes.to[home], 1), codes.serving[home], this.sign(home));
    }
  }

  drawChangedPanes(scheme, p) {
    const { codes } = this;
    const { from, to, serving, changed } = codes;
    if (p === 1 && this.parts.view === "network" && (codes.shifts || !player.playing)) {
      this.drawAllPanes(scheme); // a dot may have covered another, and a serving member's disc goes away with it
      return;
    }
    for (let at = 0; at < codes.count; at++) {
      const home = changed[at];
      this.painter.draw(home, scheme.css(from[home], to[home], p), serving[home], this.sign(home));
    }
  }

  drawLegend(month, time) {
    if (!this.stale.legend) return;
    if (player.playing && time - this.counted < LEGEND_PAUSE) {
      this.request();
      return;
    }
    this.counted = time;
    this.stale.legend = false;
    const { pack, parts } = this;
    const scheme = schemeOf(parts.colour);
    const key = [pack.key, parts.colour, parts.view, parts.showTies, Boolean(this.since), Boolean(this.other)].join();
    if (key !== this.legendKey || this.words !== this.legend.words) {
      this.legendKey = key;
      const shown = { view: parts.view, since: this.since, differs: this.other, note: this.noteOfTies() };
      this.legend.write(scheme, pack, this.words, shown);
    }
    this.legend.count(this.codes, month);
  }

  noteOfTies() {
    if (this.other) return this.words.say("Scenery, members and ties are those of the first world");
    if (this.parts.view !== "network") return this.words.say("Point at a window to see its ties; wider lines mean more trust at the start");
    const share = shareOfTies(this.pack);
    if (!this.parts.showTies || share === 1) return this.words.say("Lines are ties; darker lines mean more trust at the start");
    return this.words.say("{share} % of {n} ties are drawn; darker lines mean more trust at the start", {
      share: Math.round(100 * share),
      n: this.pack.ties,
    });
  }

  // --- marks and the pointer

  drawMarks(month) {
    this.stale.marks = false;
    const { pack, layout, hover, cursor, parts } = this;
    const { context } = this.top;
    this.top.clear();
    if (this.other) {
      const [here, there] = [pack.row("flags", month), this.other.row("flags", month)];
      drawDiffering(context, layout, pack, (home) => (here[home] ^ there[home]) & PAYS);
    } else if (this.since) {
      const since = this.since.pays_since;
      drawDiffering(context, layout, pack, (home) => since[home] && since[home] <= month);
    }
    const looked = hover >= 0 ? hover : cursor >= 0 ? cursor : parts.selected;
    if (parts.showTies && looked >= 0 && looked < pack.n) drawTiesOf(context, layout, pack, looked);
    if (parts.selected >= 0 && parts.selected < pack.n) ring(context, layout, parts.selected, ACCENT, 3);
    if (hover >= 0) ring(context, layout, hover, INK, 2);
    if (cursor >= 0) ring(context, layout, cursor, INK, 2.5, [4, 3]);
    const shown = hover >= 0 ? hover : cursor;
    if (shown < 0) {
      this.card.hide();
      return;
    }
    const box = { x: layout.x[shown], y: layout.y[shown], w: layout.w[shown], h: layout.h[shown] };
    this.card.show(pack, shown, month, this.words, parts.colour, this.since, box);
  }

  at(event) {
    if (!this.layout || this.stale.layout) return -1;
    const box = this.top.canvas.getBoundingClientRect();
    const room = event.pointerType === "touch" ? 12 : Math.max(2, 0.16 * this.layout.cell);
    return homeAt(this.layout, this.pack, event.clientX - box.left, event.clientY - box.top, room);
  }

  pointed(event) {
    this.point(this.at(event));
  }

  point(home) {
    if (home === this.hover) return;
    this.hover = home;
    this.top.canvas.classList.toggle("cse-over", home >= 0);
    this.stale.marks = true;
    this.request();
  }

  clicked(event) {
    const home = this.at(event);
    this.point(home);
    if (home >= 0) this.pick(home);
  }

  pick(home) {
    this.parts.selected = home;
    this.stale.marks = true;
    this.request();
    if (this.onPick) this.onPick({ household: home, month: this.month });
  }

  pressed(event) {
    if (!this.pack || !this.layout) return;
    if (isArrow(event.key)) {
      event.preventDefault();
      event.stopPropagation(); // the clock's own keys are the arrows too
      const from = this.cursor >= 0 ? this.cursor : this.parts.selected;
      this.moveCursor(from >= 0 && from < this.pack.n ? nextHome(this.layout, this.pack, from, event.key) : 0);
    } else if (event.key === "Enter" && this.cursor >= 0) {
      event.preventDefault();
      this.pick(this.cursor);
    } else if (event.key === "Escape") {
      this.moveCursor(-1);
    }
  }

  moveCursor(home) {
    if (home === this.cursor) return;
    this.cursor = home;
    this.stale.marks = true;
    if (home >= 0) this.live.textContent = sentence(this.pack, home, this.month, this.words, this.parts.colour);
    this.request();
  }
}
