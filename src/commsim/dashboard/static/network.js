// The trust network: a dot a home where the layout puts it, a line a tie. Members are stars, shops squares.

import { FONT, GOLD, MEMBER } from "./colours.js";
import { star } from "./buildings.js";
import { ABSENT } from "./pack.js";

export const MOST_TIES = 6000;
const SPAN = 1000; // of the layout's coordinates
const RIM = "#3b4652";
const GOLDEN = 0.6180339887498949;

// Returns {x, y (of the dots, Float32Array), w, h (their boxes), radius, width, height} for a width and height wanted.
export function layNetwork(pack, width, wanted) {
  const height = Math.round(Math.min(Math.max(Math.min(width, wanted), 320), 900));
  const margin = 22;
  const across = Math.min(width - 2 * margin, 1.75 * (height - 2 * margin));
  const left = (width - across) / 2;
  const places = { centreX: new Float32Array(pack.n), centreY: new Float32Array(pack.n) };
  for (const name of ["x", "y", "w", "h"]) places[name] = new Float32Array(pack.n);
  for (let home = 0; home < pack.n; home++) {
    places.centreX[home] = left + (pack.net_x[home] / SPAN) * across;
    places.centreY[home] = margin + (pack.net_y[home] / SPAN) * (height - 2 * margin);
  }
  const radius = Math.min(Math.max(0.52 * usualGap(pack, places), 1.8), 8);
  for (let home = 0; home < pack.n; home++) {
    places.x[home] = places.centreX[home] - radius;
    places.y[home] = places.centreY[home] - radius;
    places.w[home] = places.h[home] = 2 * radius;
  }
  return { ...places, radius, cell: 2 * radius, width, height };
}

// Returns the middle one of the distances from each dot to the nearest of its stairwell.
function usualGap(pack, { centreX, centreY }) {
  const stairwells = new Map();
  for (let home = 0; home < pack.n; home++) {
    const homes = stairwells.get(pack.stairwell[home]);
    if (homes) homes.push(home);
    else stairwells.set(pack.stairwell[home], [home]);
  }
  const gaps = [];
  for (const homes of stairwells.values()) {
    for (const home of homes.slice(0, 40)) {
      let nearest = Infinity;
      for (const other of homes) {
        const gap = Math.hypot(centreX[home] - centreX[other], centreY[home] - centreY[other]);
        if (other !== home && gap < nearest) nearest = gap;
      }
      if (nearest < Infinity) gaps.push(nearest);
    }
  }
  gaps.sort((a, b) => a - b);
  return gaps.length ? gaps[Math.floor(gaps.length / 2)] : 16;
}

// Share of the ties that is drawn.
export function shareOfTies(pack) {
  return Math.min(1, MOST_TIES / Math.max(pack.ties, 1));
}

// Draws ground, building numbers and ties; `withTies`: draw the ties at all.
export function drawTies(context, layout, pack, withTies) {
  context.fillStyle = "#fcfcfa";
  context.fillRect(0, 0, layout.width, layout.height);
  if (withTies) drawLines(context, layout, pack);
  drawNumbers(context, layout, pack);
}

// Ties in five bundles by trust, so that each bundle is one path.
function drawLines(context, { centreX, centreY }, pack) {
  const share = shareOfTies(pack);
  const bundles = [0, 1, 2, 3, 4].map(() => new Path2D());
  let number = 0;
  for (let home = 0; home < pack.n; home++) {
    for (let slot = pack.tie_start[home]; slot < pack.tie_start[home + 1]; slot++) {
      const other = pack.tie_other[slot];
      if (other < home) continue;
      number += 1;
      if ((number * GOLDEN) % 1 >= share) continue; // spread evenly over all ties, and always the same ones
      const path = bundles[Math.min(4, Math.floor(pack.tie_trust[slot] * 5))];
      path.moveTo(centreX[home], centreY[home]);
      path.lineTo(centreX[other], centreY[other]);
    }
  }
  const thin = Math.min(1, 1800 / Math.max(1, number * share));
  bundles.forEach((path, at) => {
    context.strokeStyle = `rgba(70, 92, 118, ${(0.22 + 0.13 * at) * (0.5 + 0.5 * thin)})`;
    context.lineWidth = 0.6 + 0.35 * at;
    context.stroke(path);
  });
}

function drawNumbers(context, { centreX, centreY, width }, pack) {
  const sums = new Map();
  for (let home = 0; home < pack.n; home++) {
    const sum = sums.get(pack.building[home]) || [0, 0, 0];
    sum[0] += centreX[home];
    sum[1] += centreY[home];
    sum[2] += 1;
    sums.set(pack.building[home], sum);
  }
  if (sums.size > 60) return;
  const size = Math.max(11, Math.min(width < 600 ? 15 : 24, 560 / Math.sqrt(pack.n)));
  context.font = `700 ${size}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 4;
  context.strokeStyle = "rgba(252, 252, 250, 0.85)";
  context.fillStyle = "rgba(45, 60, 78, 0.62)";
  for (const [building, [x, y, n]] of sums) {
    context.strokeText(String(building + 1), x / n, y / n);
    context.fillText(String(building + 1), x / n, y / n);
  }
}

// Draws the dots: context of a layer of its own above the ties, `ratio`: its pixels a CSS pixel. A dot of another colour
// is drawn over the old one. Dots are stamped from a sheet with one of each colour, which is much faster than a path each.
export class Dots {
  constructor(context, layout, pack, ratio = 1) {
    this.context = context;
    this.layout = layout;
    this.pack = pack;
    this.ratio = ratio;
    this.places = new Map();
  }

  // Makes the sheet for the colours that will be asked for.
  prepare(colours) {
    const { radius } = this.layout;
    const [size, most] = [Math.ceil((2 * radius + 2) * this.ratio), 64];
    this.size = size;
    this.sheet = document.createElement("canvas");
    this.sheet.width = size * Math.min(colours.length, most);
    this.sheet.height = size * Math.ceil(colours.length / most);
    const context = this.sheet.getContext("2d");
    this.places = new Map(colours.map((css, at) => [css, [(at % most) * size, Math.floor(at / most) * size]]));
    for (const [css, [x, y]] of this.places) {
      context.setTransform(this.ratio, 0, 0, this.ratio, x + size / 2, y + size / 2);
      drawDot(context, 0, 0, radius, css);
    }
    this.context.imageSmoothingEnabled = false;
  }

  stamp(x, y, radius, css) {
    const place = this.places.get(css);
    if (!place) {
      drawDot(this.context, x, y, radius, css);
      return;
    }
    const { size, ratio } = this;
    const [left, top] = [Math.round(x * ratio - size / 2) / ratio, Math.round(y * ratio - size / 2) / ratio];
    this.context.drawImage(this.sheet, place[0], place[1], size, size, left, top, size / ratio, size / ratio);
  }

  draw(home, css, serves, sign) {
    const { context, layout, pack } = this;
    const [x, y, radius] = [layout.centreX[home], layout.centreY[home], layout.radius];
    const member = pack.member[home];
    if (member) drawStar(context, x, y, radius, css, serves);
    else if (pack.shop[home]) {
      context.fillStyle = css;
      context.strokeStyle = RIM;
      context.lineWidth = Math.min(1, 0.28 * radius);
      context.fillRect(x - 0.85 * radius, y - 0.85 * radius, 1.7 * radius, 1.7 * radius);
      context.strokeRect(x - 0.85 * radius, y - 0.85 * radius, 1.7 * radius, 1.7 * radius);
    } else this.stamp(x, y, radius, css);
    if (pack.tenure[home] === ABSENT) {
      context.fillStyle = "#ece6da";
      context.fillRect(x - 0.6 * radius, y - 0.18 * radius, 1.2 * radius, Math.max(1, 0.36 * radius));
    }
    if (sign && !member) {
      context.fillStyle = "#ffffff";
      context.fillRect(x - 0.5 * radius, y - 0.13 * radius, radius, 0.26 * radius);
      if (sign === "+") context.fillRect(x - 0.13 * radius, y - 0.5 * radius, 0.26 * radius, radius);
    }
  }
}

function drawDot(context, x, y, radius, css) {
  context.fillStyle = css;
  context.strokeStyle = RIM;
  context.lineWidth = Math.min(1, 0.28 * radius);
  context.beginPath();
  context.arc(x, y, radius > 3 ? radius - 0.5 : radius, 0, 7);
  context.fill();
  if (radius > 3) context.stroke();
}

// The star keeps the home's colour inside; its rim is a member's red, and a serving member's star lies on a gold disc.
function drawStar(context, x, y, radius, css, serves) {
  const reach = Math.max(1.7 * radius, 4);
  if (serves) {
    context.beginPath();
    context.arc(x, y, reach + 1.5, 0, 7);
    context.fillStyle = GOLD;
    context.fill();
    context.strokeStyle = "#4a3500";
    context.lineWidth = 1;
    context.stroke();
  }
  star(context, x, y, reach);
  context.strokeStyle = MEMBER;
  context.lineWidth = Math.min(serves ? 3 : 2.2, 0.45 * reach);
  context.lineJoin = "round";
  context.stroke();
  context.fillStyle = css;
  context.fill();
}
