// Two worlds with the same luck, side by side in the same month, or their difference: which windows, and since when.

import { element, wearStyle } from "./dom.js";
import { EstateView } from "./estate.js";
import { decodePack, PAYS } from "./pack.js";
import { player } from "./player.js";
import { Words } from "./words.js";

export class TwinView {
  // `onPick`: called with {household, month, world}; world 0 is the first, 1 the second.
  constructor(root, { labels = {}, onPick = null } = {}) {
    wearStyle();
    this.root = root;
    this.words = new Words(labels);
    this.parts = { view: "buildings", colour: "pays", titles: ["", ""] };
    this.packs = [null, null];
    this.mode = "worlds";
    this.build(labels, onPick || (() => {}));
    this.release = player.subscribe(() => this.tell());
  }

  build(labels, onPick) {
    const button = (mode) => {
      const made = element("button", "", { type: "button", "data-mode": mode });
      made.addEventListener("click", () => this.show(mode));
      return made;
    };
    this.buttons = [button("worlds"), button("difference")];
    this.toggle = element("div", "cse-toggle", { role: "group" }, ...this.buttons);
    this.count = element("div", "cse-twin-count");
    this.titles = [element("h3", "cse-twin-title"), element("h3", "cse-twin-title")];
    const [first, second, third] = [element("div"), element("div"), element("div")];
    const column = (title, view) => element("div", "", {}, title, view);
    this.worlds = element("div", "cse-twin-worlds", {}, column(this.titles[0], first), column(this.titles[1], second));
    this.difference = element("div", "cse-twin-difference", {}, third);
    this.root.classList.add("cse-root");
    this.root.replaceChildren(
      element("div", "cse-twin-bar", {}, this.toggle, this.count),
      this.worlds,
      this.difference,
    );
    const picked = (world) => (window) => onPick({ ...window, world });
    this.views = [
      new EstateView(first, { labels, onPick: picked(0) }),
      new EstateView(second, { labels, onPick: picked(1) }),
    ];
    this.third = new EstateView(third, { labels, onPick: picked(0) });
    this.show("worlds");
  }

  // Takes any of {packA, packB, since (bytes), titles, view, colour, selected, labels} and shows it.
  set(parts) {
    this.parts = { ...this.parts, ...parts };
    if ("labels" in parts) this.words = new Words(parts.labels);
    const { packA, packB, since, titles } = this.parts;
    const both = {};
    for (const name of ["view", "colour", "selected", "showTies", "labels"]) if (name in parts) both[name] = parts[name];
    if ("packA" in parts) this.packs[0] = safely(packA);
    if ("packB" in parts) this.packs[1] = safely(packB);
    this.views[0].set("packA" in parts ? { ...both, pack: packA } : both);
    this.views[1].set("packB" in parts ? { ...both, pack: packB } : both);
    const third = { ...both, colour: "since" };
    if ("packA" in parts) third.pack = packA;
    if ("packB" in parts) third.other = packB;
    if ("since" in parts) third.since = since;
    this.third.set(third);
    this.titles.forEach((title, at) => (title.textContent = titles[at] || ""));
    const [worlds, difference] = this.buttons;
    worlds.textContent = this.words.say("Both worlds");
    difference.textContent = this.words.say("Difference");
    this.toggle.setAttribute("aria-label", this.words.say("What is shown of the two worlds"));
    this.tell();
  }

  show(mode) {
    this.mode = mode;
    this.worlds.hidden = mode !== "worlds";
    this.difference.hidden = mode === "worlds";
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    this.root.dataset.mode = mode;
    for (const view of [...this.views, this.third]) view.request();
  }

  // Says how many windows differ in payment in the month shown.
  tell() {
    const [a, b] = this.packs;
    if (!a || !b || a.n !== b.n) return;
    const month = Math.min(player.month, a.months, b.months);
    const [here, there] = [a.row("flags", month), b.row("flags", month)];
    let n = 0;
    for (let home = 0; home < a.n; home++) n += (here[home] ^ there[home]) & PAYS;
    this.root.dataset.differing = String(n);
    const text = this.words.say("{n} windows differ in payment this month", { n });
    if (this.count.textContent !== text) this.count.textContent = text;
  }

  destroy() {
    this.release();
    for (const view of [...this.views, this.third]) view.destroy();
    this.root.replaceChildren();
  }
}

// A broken pack is told of by the view that shows it.
function safely(bytes) {
  try {
    return decodePack(bytes);
  } catch {
    return null;
  }
}
