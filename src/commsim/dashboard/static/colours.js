// What a window's colour says: classes with a colour each, or a share on a ramp from dark blue to yellow.
//
// A home's state becomes a code (a byte), and a code becomes a colour by a table, so that a frame mixes no colours itself.

import { DISPUTE_NEIGHBOUR, DISPUTE_PAYEE, PAYS } from "./pack.js";
import { note } from "./words.js";

export const MEMBER = "#C8102E";
export const GOLD = "#F2B705";
export const INK = "#222222";
export const ACCENT = "#0072B2";
export const FONT = '"Commsim Sans", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", system-ui, sans-serif';

const CIVIDIS = [
  "#00224e", "#002e6a", "#1a386f", "#32436d", "#434e6c", "#535a6d", "#61656f", "#6f7073", "#7d7c78",
  "#8c8878", "#9b9476", "#aba072", "#bcae6c", "#cdbb63", "#dec958", "#f0d846", "#fee838",
];

function parse(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

// Returns the colour a part p (0 to 1) of the way from one to another, both "#rrggbb".
export function mix(from, to, p) {
  const a = parse(from);
  const b = parse(to);
  return "#" + a.map((one, at) => Math.round(one + (b[at] - one) * p).toString(16).padStart(2, "0")).join("");
}

function ramp(anchors, size) {
  return Array.from({ length: size }, (_, at) => {
    const place = (at / (size - 1)) * (anchors.length - 1);
    const low = Math.min(Math.floor(place), anchors.length - 2);
    return mix(anchors[low], anchors[low + 1], place - low);
  });
}

export const RAMP = ramp(CIVIDIS, 256);

// Steps of a change from one class to another.
export const FADE_STEPS = 6;

// The colour scheme of classes: `entries` are {label, css}, `code(pack, month, out)` writes a class a home.
class Classes {
  constructor(title, entries, code) {
    this.title = title;
    this.entries = entries.map(([label, css]) => ({ label, css }));
    this.write = code;
    this.isRamp = false;
    const size = entries.length;
    this.table = new Array(size * size * (FADE_STEPS + 1));
    for (let from = 0; from < size; from++) {
      for (let to = 0; to < size; to++) {
        for (let step = 0; step <= FADE_STEPS; step++) {
          const place = (from * size + to) * (FADE_STEPS + 1) + step;
          this.table[place] = mix(entries[from][1], entries[to][1], step / FADE_STEPS);
        }
      }
    }
  }

  // All colours a window can have, on the way too.
  colours() {
    return [...new Set(this.table)];
  }

  css(from, to, p) {
    return this.table[(from * this.entries.length + to) * (FADE_STEPS + 1) + Math.round(p * FADE_STEPS)];
  }

  // The code a window stands at when a change is broken off.
  between(from, to, p) {
    return p < 0.5 ? from : to;
  }
}

// The colour scheme of shares: a code is a byte from 0 (none) to 255 (full).
class Ramp {
  constructor(title, name, ends) {
    this.title = title;
    this.ends = ends;
    this.isRamp = true;
    this.entries = [];
    this.write = (pack, month, out) => out.set(pack.row(name, month));
  }

  colours() {
    return RAMP;
  }

  css(from, to, p) {
    return RAMP[this.between(from, to, p)];
  }

  between(from, to, p) {
    return Math.round(from + (to - from) * p);
  }
}

// The colour scheme of the difference between two worlds: since when a home has paid in one and not in the other.
class Since {
  constructor() {
    this.title = note("Paid differently since");
    this.isRamp = true;
    this.entries = [{ label: note("not paid differently so far"), css: "#E3E6EA" }];
  }

  // `difference`: see `decodeSince`.
  write(pack, month, out, difference) {
    if (!difference) {
      out.fill(0);
      return;
    }
    const { pays_since: since, first, last } = difference;
    const span = Math.max(last - first, 1);
    for (let home = 0; home < pack.n; home++) {
      const began = since[home];
      out[home] = began && began <= month ? 1 + Math.round((254 * (began - first)) / span) : 0;
    }
  }

  colours() {
    return [...RAMP, this.entries[0].css];
  }

  css(from, to) {
    return to ? RAMP[to] : this.entries[0].css;
  }

  between(from, to) {
    return to;
  }
}

function writePays(pack, month, out) {
  const flags = pack.row("flags", month);
  for (let home = 0; home < out.length; home++) out[home] = flags[home] & PAYS ? 0 : 1;
}

function writeDispute(pack, month, out) {
  const flags = pack.row("flags", month);
  for (let home = 0; home < out.length; home++) {
    out[home] = (flags[home] & DISPUTE_NEIGHBOUR ? 1 : 0) + (flags[home] & DISPUTE_PAYEE ? 2 : 0);
  }
}

const ARREARS_FROM = [1, 4, 13, 25]; // months; after 36 a claim is lost

function writeArrears(pack, month, out) {
  const owed = pack.row("arrears", month);
  for (let home = 0; home < out.length; home++) {
    let step = 0;
    while (step < ARREARS_FROM.length && owed[home] >= ARREARS_FROM[step]) step += 1;
    out[home] = step;
  }
}

export const SCHEMES = {
  pays: new Classes(note("Pays the fee"), [[note("pays"), "#F6C445"], [note("does not pay"), "#2F3B4C"]], writePays),
  trust: new Ramp(note("Trust in whoever is paid"), "trust", [note("no trust"), note("full trust")]),
  self: new Ramp(note("Trust in self-government"), "self", [note("no trust"), note("full trust")]),
  belonging: new Ramp(note("Belonging to the estate"), "belonging", [note("not at all"), note("fully")]),
  speaks: new Classes(
    note("At the latest meeting"),
    [
      [note("not there, or no meeting yet"), "#E3E6EA"],
      [note("silent, privately for"), "#B8D8C8"],
      [note("silent, privately against"), "#E8C9B5"],
      [note("speaks for"), "#009E73"],
      [note("speaks against"), "#D55E00"],
    ],
    (pack, month, out) => out.set(pack.row("voice", month)),
  ),
  dispute: new Classes(
    note("Open disputes"),
    [
      [note("no dispute"), "#D9DEE4"],
      [note("with a neighbour"), "#56B4E9"],
      [note("with whoever is paid"), "#D55E00"],
      [note("with both"), "#7B2D8B"],
    ],
    writeDispute,
  ),
  arrears: new Classes(
    note("Fees owed"),
    [
      [note("nothing owed"), "#EEF0F2"],
      [note("1 to 3 months"), "#F6D58A"],
      [note("4 to 12 months"), "#E69F00"],
      [note("13 to 24 months"), "#B34A00"],
      [note("more than 24 months"), "#4A1603"],
    ],
    writeArrears,
  ),
  since: new Since(),
};

export function schemeOf(name) {
  return SCHEMES[name] || SCHEMES.pays;
}

// Codes of all homes as they change: where each comes from, where it goes, and which of them are on the way.
export class Codes {
  constructor(n) {
    this.from = new Uint8Array(n);
    this.to = new Uint8Array(n);
    this.next = new Uint8Array(n);
    this.serving = new Uint8Array(n);
    this.changed = new Int32Array(n);
    this.count = 0;
    this.shifts = false; // a member has begun or ended to serve
  }

  // Takes the codes of a month; `p` says how far the change before has come. Lists the homes to draw again.
  turn(scheme, pack, month, p, difference) {
    scheme.write(pack, month, this.next, difference);
    const flags = pack.row("flags", month);
    let count = 0;
    this.shifts = false;
    for (let home = 0; home < pack.n; home++) {
      const shown = this.from[home] === this.to[home] ? this.to[home] : scheme.between(this.from[home], this.to[home], p);
      const serves = (flags[home] >> 1) & 1;
      const moves = shown !== this.next[home] || shown !== this.to[home] || serves !== this.serving[home];
      this.from[home] = shown;
      this.to[home] = this.next[home];
      if (serves !== this.serving[home]) this.shifts = true;
      this.serving[home] = serves;
      if (moves) this.changed[count++] = home;
    }
    this.count = count;
  }

  // Takes the codes of a month at once, without a change to be seen.
  jump(scheme, pack, month, difference) {
    scheme.write(pack, month, this.to, difference);
    this.from.set(this.to);
    const flags = pack.row("flags", month);
    for (let home = 0; home < pack.n; home++) this.serving[home] = (flags[home] >> 1) & 1;
    this.count = 0;
  }
}
