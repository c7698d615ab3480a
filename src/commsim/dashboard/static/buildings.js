// The buildings drawn: walls, roofs, doors and window frames once; window panes and their marks again and again.

import { FONT, GOLD, MEMBER } from "./colours.js";
import { ABSENT } from "./pack.js";

const WALLS = [
  ["#dcd2c3", "#cbbfae"],
  ["#d3d4cf", "#c2c4bf"],
  ["#dfcbb8", "#cdb8a3"],
  ["#cdd6d6", "#bac4c5"],
];
const FRAME = "#565049";
const STAIRS_WALL = "#b3a797";
const ROOF = "#7d7068";
const AWNINGS = ["#a8483f", "#3f7f78", "#b8863b"];

// How much of a building can be seen: 2 everything, 1 frames and doors, 0 panes only.
export function detailOf(cell) {
  if (cell >= 15) return 2;
  return cell >= 7.5 ? 1 : 0;
}

// Draws all walls, with the frames in which the panes will be.
export function drawWalls(context, layout, pack) {
  const detail = detailOf(layout.cell);
  for (const wing of layout.wings) {
    drawBody(context, wing, layout, detail);
    for (const part of wing.parts) drawStairs(context, wing, part, layout, detail);
    drawRoof(context, wing, layout, detail);
    drawNumber(context, wing, layout);
  }
  drawFrames(context, layout, pack, detail);
}

function drawBody(context, wing, layout, detail) {
  const { x, y, width, height, base, ground } = wing;
  context.fillStyle = "rgba(40, 50, 45, 0.16)";
  context.beginPath();
  context.ellipse(x + width / 2 + 2, ground, width / 2 + 0.35 * layout.cell, Math.max(2.5, 0.24 * layout.cell), 0, 0, 7);
  context.fill();
  const [light, dark] = WALLS[wing.building % WALLS.length];
  const wall = context.createLinearGradient(x, 0, x + width, 0);
  wall.addColorStop(0, light);
  wall.addColorStop(1, dark);
  context.fillStyle = wall;
  context.fillRect(x, y, width, height);
  context.fillStyle = "rgba(70, 60, 52, 0.22)";
  context.fillRect(x, ground - base, width, base);
  if (detail === 0) return;
  const line = detail === 2 ? 1.4 : 0.7;
  for (let at = y + wing.walls - layout.storey; at > y + 2; at -= layout.storey) {
    context.fillStyle = "rgba(255, 255, 255, 0.28)";
    context.fillRect(x, at, width, line);
    context.fillStyle = "rgba(60, 50, 40, 0.14)";
    context.fillRect(x, at + line, width, line * 0.8);
  }
  context.fillStyle = "rgba(70, 60, 52, 0.45)";
  context.fillRect(x, ground - base, width, line);
}

function drawStairs(context, wing, part, layout, detail) {
  const { cell, storey } = layout;
  const x = part.stairsX + 0.08 * cell;
  const width = part.stairsWidth - 0.16 * cell;
  context.fillStyle = STAIRS_WALL;
  context.fillRect(x, wing.y, width, wing.height);
  if (part !== wing.parts[0]) {
    context.fillStyle = "rgba(60, 50, 40, 0.35)";
    context.fillRect(part.x - 0.4, wing.y, Math.max(0.8, cell * 0.05), wing.height);
  }
  const doorHeight = Math.min(wing.base * 0.74, storey * 0.95);
  context.fillStyle = "#4a4038";
  context.fillRect(x + 0.08 * width, wing.ground - doorHeight, 0.84 * width, doorHeight);
  if (detail === 0) return;
  context.fillStyle = "#8b7f73";
  context.fillRect(x - 0.25 * width, wing.ground - doorHeight - 0.1 * cell, 1.5 * width, Math.max(1.5, 0.12 * cell));
  context.fillStyle = "rgba(233, 238, 240, 0.5)";
  for (let at = wing.y + 0.55 * storey; at < wing.y + wing.walls - 0.3 * storey; at += storey) {
    context.fillRect(x + 0.3 * width, at, 0.4 * width, 0.3 * storey);
  }
  if (detail < 2) return;
  context.fillStyle = "#c8b48a";
  context.fillRect(x + 0.68 * width, wing.ground - doorHeight * 0.5, 1.5, 2.5);
}

function drawRoof(context, wing, layout, detail) {
  const { cell } = layout;
  const slab = Math.max(2, 0.24 * cell);
  context.fillStyle = ROOF;
  context.fillRect(wing.x - 0.14 * cell, wing.y - slab, wing.width + 0.28 * cell, slab);
  if (detail === 0) return;
  for (const part of wing.parts) {
    context.fillStyle = "#938679";
    context.fillRect(part.stairsX - 0.2 * cell, wing.y - slab - 0.5 * cell, part.stairsWidth + 0.4 * cell, 0.5 * cell);
    context.fillStyle = ROOF;
    context.fillRect(part.stairsX - 0.28 * cell, wing.y - slab - 0.6 * cell, part.stairsWidth + 0.56 * cell, 0.13 * cell + 0.5);
  }
  context.fillStyle = "rgba(255, 255, 255, 0.25)";
  context.fillRect(wing.x - 0.14 * cell, wing.y - slab, wing.width + 0.28 * cell, 1);
}

// The building's number stands on a plate before it.
function drawNumber(context, wing, layout) {
  const size = Math.min(Math.max(0.62 * layout.cell, 8.5), 12);
  const text = String(wing.building + 1);
  context.font = `600 ${size}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const width = Math.max(context.measureText(text).width + 6, size + 4);
  const [x, y] = [wing.x + wing.width / 2, wing.ground + 0.68 * size];
  context.fillStyle = "#ffffff";
  context.fillRect(x - width / 2, y - 0.62 * size, width, 1.24 * size);
  context.fillStyle = "#3b4652";
  context.fillText(text, x, y + 0.5);
}

function drawFrames(context, layout, pack, detail) {
  const { x, y, w, h, cell } = layout;
  const rim = detail === 2 ? 1.5 : detail === 1 ? 1 : 0.6;
  for (let home = 0; home < pack.n; home++) {
    context.fillStyle = FRAME;
    context.fillRect(x[home] - rim, y[home] - rim, w[home] + 2 * rim, h[home] + 2 * rim);
    if (pack.shop[home]) {
      drawAwning(context, home, layout, detail);
    } else if (detail === 2) {
      context.fillStyle = "rgba(255, 255, 255, 0.55)";
      context.fillRect(x[home] - 2.5, y[home] + h[home] + rim, w[home] + 5, Math.max(1.2, 0.06 * cell));
    }
  }
}

function drawAwning(context, home, { x, y, w, cell }, detail) {
  const rise = Math.max(2, 0.26 * cell);
  const [left, right, top] = [x[home] - 0.1 * cell, x[home] + w[home] + 0.1 * cell, y[home] - rise];
  const colour = AWNINGS[home % AWNINGS.length];
  const stripes = detail === 0 ? 1 : Math.max(3, Math.round((right - left) / Math.max(3, 0.17 * cell)));
  for (let at = 0; at < stripes; at++) {
    context.fillStyle = at % 2 ? "#f4efe6" : colour;
    const [from, to] = [at / stripes, (at + 1) / stripes];
    const inset = 0.08 * cell;
    context.beginPath();
    context.moveTo(left + inset + (right - left - 2 * inset) * from, top);
    context.lineTo(left + inset + (right - left - 2 * inset) * to, top);
    context.lineTo(left + (right - left) * to, top + rise);
    context.lineTo(left + (right - left) * from, top + rise);
    context.fill();
  }
}

// --- panes

// Draws the panes: context of a layer that holds nothing else, so that a member's window can be cleared with its marks.
export class Panes {
  constructor(context, layout, pack) {
    this.context = context;
    this.layout = layout;
    this.pack = pack;
    this.detail = detailOf(layout.cell);
  }

  // Panes are plain enough to need no preparing.
  prepare() {}

  // Draws one home's pane in a colour; `serves`: its member serves this month; `sign`: "+", "-" or "".
  draw(home, css, serves, sign) {
    const { context, layout, pack, detail } = this;
    const [x, y, w, h] = [layout.x[home], layout.y[home], layout.w[home], layout.h[home]];
    const member = pack.member[home];
    if (member) {
      const room = 0.16 * layout.cell;
      context.clearRect(x - room, y - 1.4 * room, w + 2 * room, h + 2.4 * room);
    }
    context.fillStyle = css;
    context.fillRect(x, y, w, h);
    if (pack.tenure[home] === ABSENT) drawBlind(context, x, y, w, h, detail);
    else if (detail === 2) {
      context.fillStyle = "rgba(60, 55, 48, 0.5)";
      context.fillRect(x + w / 2 - 0.5, y, 1, h);
      if (!pack.shop[home]) context.fillRect(x, y + 0.36 * h, w, 1);
    }
    if (sign) drawSign(context, x, y, w, h, sign);
    if (member) drawMember(context, x, y, w, h, serves, layout.cell);
  }
}

// A vacant home has its blind half down, so that what its owner does can still be seen below.
export function drawBlind(context, x, y, w, h, detail) {
  context.fillStyle = "#ece6da";
  context.fillRect(x, y, w, 0.56 * h);
  if (detail === 0) return;
  context.fillStyle = "#a99f90";
  const slats = detail === 2 ? 4 : 2;
  for (let at = 1; at <= slats; at++) context.fillRect(x, y + (0.56 * h * at) / slats - 0.8, w, 0.8);
}

function drawSign(context, x, y, w, h, sign) {
  const arm = 0.3 * Math.min(w, h);
  const wide = Math.max(1.2, 0.3 * arm);
  context.fillStyle = "#ffffff";
  context.fillRect(x + w / 2 - arm, y + h / 2 - wide / 2, 2 * arm, wide);
  if (sign === "+") context.fillRect(x + w / 2 - wide / 2, y + h / 2 - arm, wide, 2 * arm);
}

// Traces a star of five points.
export function star(context, x, y, radius) {
  context.beginPath();
  for (let at = 0; at < 10; at++) {
    const angle = (at * Math.PI) / 5 - Math.PI / 2;
    const reach = at % 2 ? radius * 0.45 : radius;
    context.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
  }
  context.closePath();
}

// A member's window has a small red flag; while the member serves, a red star and a ring of gold.
export function drawMember(context, x, y, w, h, serves, cell) {
  if (serves) {
    const wide = Math.max(1.2, 0.09 * cell);
    context.strokeStyle = "#4a3500";
    context.lineWidth = wide + 1.2;
    context.strokeRect(x, y, w, h);
    context.strokeStyle = GOLD;
    context.lineWidth = wide;
    context.strokeRect(x, y, w, h);
    const radius = Math.max(2.4, 0.36 * Math.min(w, h));
    context.fillStyle = MEMBER;
    context.strokeStyle = "#ffffff";
    context.lineWidth = Math.max(0.8, 0.05 * cell);
    star(context, x + w / 2, y + h / 2 + 0.04 * h, radius);
    context.stroke();
    context.fill();
    return;
  }
  const size = Math.max(2.6, 0.42 * w);
  context.fillStyle = "#ffffff";
  context.beginPath();
  context.moveTo(x + w - size - 1.2, y - 0.6);
  context.lineTo(x + w + 0.6, y - 0.6);
  context.lineTo(x + w + 0.6, y + size + 1.2);
  context.fill();
  context.fillStyle = MEMBER;
  context.beginPath();
  context.moveTo(x + w - size, y);
  context.lineTo(x + w, y);
  context.lineTo(x + w, y + size);
  context.fill();
}
