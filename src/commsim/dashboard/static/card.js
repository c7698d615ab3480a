// The card at the pointer: what is known of one household this month. Text only, nothing in it is HTML.

import { describe } from "./household.js";
import { element } from "./dom.js";

// Which line of the card tells what a colour shows.
const LINE_OF = { pays: 0, arrears: 1, trust: 2, self: 3, belonging: 4, dispute: 6, speaks: 7 };
const NEAR = 12;

export class Card {
  // `stage`: what the boxes are counted from; the card may reach beyond it.
  constructor(root, stage) {
    this.stage = stage;
    this.node = element("div", "cse-card", { "aria-hidden": "true" });
    this.node.hidden = true;
    root.append(this.node);
  }

  // Shows a home beside its box {x, y, w, h} on the stage.
  show(pack, home, month, words, colour, difference, box) {
    const told = describe(pack, home, month, words, difference);
    const list = element("dl");
    told.rows.forEach(([name, value], at) => {
      const now = at === LINE_OF[colour] ? "cse-now" : "";
      list.append(element("dt", now, {}, name), element("dd", now, {}, value));
    });
    this.node.replaceChildren(
      element("div", "cse-card-title", {}, told.title),
      ...(told.member ? [element("div", "cse-card-member", {}, told.member)] : []),
      element("div", "cse-card-who", {}, told.who),
      list,
      ...told.notes.map((line) => element("div", "cse-card-note", {}, line)),
    );
    this.node.hidden = false;
    this.place(box);
  }

  // Beside the box where there is room, else below it or above it; it never lies over the box.
  place(box) {
    const [width, height] = [this.node.offsetWidth, this.node.offsetHeight];
    const [stageWidth, stageHeight] = [this.stage.clientWidth, this.stage.clientHeight];
    const within = (place, room) => Math.max(2, Math.min(place, room - 2));
    let left = box.x + box.w + NEAR;
    let top = within(box.y + box.h / 2 - height / 2, stageHeight - height);
    if (left + width > stageWidth) left = box.x - NEAR - width;
    if (left < 0) {
      left = within(box.x + box.w / 2 - width / 2, stageWidth - width);
      top = box.y + box.h + NEAR;
      const bottom = this.stage.getBoundingClientRect().top + top + height;
      if (bottom > window.innerHeight && box.y - NEAR - height > 0) top = box.y - NEAR - height;
    }
    this.node.style.left = `${this.stage.offsetLeft + left}px`;
    this.node.style.top = `${this.stage.offsetTop + top}px`;
  }

  hide() {
    this.node.hidden = true;
  }
}
