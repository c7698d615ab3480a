// What stands around the buildings and tells of service and condition: lawn, trees, litter, stains, gatehouse and flag.
//
// Everything has its place and its own limit by a hash of its number: as a level moves, single things come and go, and
// the same level always shows the same picture. The sky tells nothing.

import { FONT, mix } from "./colours.js";

export const LEVELS = 24;

// A level as one of LEVELS + 1 steps; the scenery is drawn again only when a step changes.
export function stepOf(share) {
  return Math.round(Math.min(Math.max(share, 0), 1) * LEVELS);
}

// Returns a number in [0, 1) for two whole numbers; the same always.
function chance(a, b) {
  let mixed = (Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca77)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) >>> 0;
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
}

function shades(colours, level) {
  const place = level * (colours.length - 1);
  const low = Math.min(Math.floor(place), colours.length - 2);
  return mix(colours[low], colours[low + 1], place - low);
}

const LAWN = ["#b9a77e", "#b3ae79", "#98b06c", "#7fae62"];
const LAWN_FAR = ["#c9bd9c", "#c4c29a", "#b3c592", "#a5c68c"];
const LEAVES = ["#9b8558", "#8f8c4b", "#6c9447", "#4b8b45"];

// --- sky and ground

export function drawGround(context, layout, service) {
  const { width, height, rows, cell } = layout;
  const horizon = rows[0].ground - Math.min(0.34 * rows[0].height, 110);
  const sky = context.createLinearGradient(0, 0, 0, horizon);
  sky.addColorStop(0, "#d5e4ee");
  sky.addColorStop(1, "#f4f1e9");
  context.fillStyle = sky;
  context.fillRect(0, 0, width, horizon + 1);
  drawHills(context, width, horizon);
  const lawn = context.createLinearGradient(0, horizon, 0, Math.min(height, horizon + 420));
  lawn.addColorStop(0, shades(LAWN_FAR, service));
  lawn.addColorStop(1, shades(LAWN, service));
  context.fillStyle = lawn;
  context.fillRect(0, horizon, width, height - horizon);
  for (const row of rows) {
    context.fillStyle = "#d9d2c5";
    context.fillRect(0, row.ground + 0.5 * row.front, width, Math.max(4, 0.3 * row.front));
    context.fillStyle = "rgba(110, 100, 85, 0.35)";
    context.fillRect(0, row.ground + 0.5 * row.front + Math.max(4, 0.3 * row.front), width, 1);
  }
  for (const wing of layout.wings) {
    context.fillStyle = "#d9d2c5";
    for (const part of wing.parts) {
      context.fillRect(part.stairsX + 0.1 * cell, wing.ground, part.stairsWidth - 0.2 * cell, 0.55 * rows[0].front);
    }
  }
}

function drawHills(context, width, horizon) {
  const shapes = [
    ["#dbe3e2", 34, 190, 0.4],
    ["#cdd9d3", 18, 130, 2.1],
  ];
  for (const [colour, rise, length, shift] of shapes) {
    context.fillStyle = colour;
    context.beginPath();
    context.moveTo(0, horizon + 1);
    for (let x = 0; x <= width + 8; x += 8) {
      context.lineTo(x, horizon - rise * (0.55 + 0.3 * Math.sin(x / length + shift) + 0.15 * Math.sin(x / (length * 0.37))));
    }
    context.lineTo(width, horizon + 1);
    context.fill();
  }
}

// --- trees, tufts, flowers and litter

export function drawGarden(context, layout, service) {
  layout.rows.forEach((row, number) => {
    drawTufts(context, layout, row, number, service);
    drawTrees(context, layout, row, number, service);
    drawLitter(context, layout, row, number, service);
  });
}

// Places of trees: one or two in every gap of a row, and beyond its ends while there is room.
function treePlaces(layout, row) {
  const places = [];
  const [first, last] = [row.lots[0], row.lots[row.lots.length - 1]];
  row.lots.slice(1).forEach((lot, at) => {
    const left = row.lots[at].x + row.lots[at].width;
    const room = lot.x - left;
    const count = Math.max(1, Math.min(3, Math.floor(room / Math.max(30, 1.6 * layout.cell))));
    for (let one = 0; one < count; one++) places.push([left + (room * (one + 0.5)) / count, room / count]);
  });
  const step = Math.max(34, 2.2 * layout.cell);
  for (let x = first.x - 0.7 * step; x > 0.2 * step; x -= step) places.push([x, step]);
  for (let x = last.x + last.width + 0.7 * step; x < layout.width - 0.2 * step; x += step) places.push([x, step]);
  return places;
}

function drawTrees(context, layout, row, number, service) {
  treePlaces(layout, row).forEach(([x, room], at) => {
    const luck = chance(number * 97 + at, 3);
    const high = Math.min(Math.max(room * 0.95, 12), 3.2 * layout.cell + 6, 52) * (0.8 + 0.35 * luck);
    drawTree(context, x, row.ground + 1, high, room, service, number * 97 + at);
  });
}

function drawTree(context, x, ground, high, room, service, number) {
  const crown = Math.min(high * 0.36, room * 0.46) * (0.55 + 0.45 * service);
  context.fillStyle = "rgba(40, 50, 45, 0.15)";
  context.beginPath();
  context.ellipse(x, ground + 0.5, crown * 1.1, Math.max(1.5, crown * 0.2), 0, 0, 7);
  context.fill();
  context.strokeStyle = "#7a6550";
  context.lineWidth = Math.max(1, high * 0.07);
  context.beginPath();
  context.moveTo(x, ground);
  context.lineTo(x, ground - 0.62 * high);
  context.moveTo(x, ground - 0.36 * high);
  context.lineTo(x - 0.16 * high, ground - 0.7 * high);
  context.moveTo(x, ground - 0.44 * high);
  context.lineTo(x + 0.15 * high, ground - 0.78 * high);
  context.stroke();
  // Leaves go one bunch after the other as service falls; below a tenth the tree is bare.
  const leaf = shades(LEAVES, service);
  const bunches = [
    [0, -0.78, 0.9, 0.1],
    [-0.62, -0.58, 0.72, 0.28],
    [0.6, -0.62, 0.74, 0.2],
    [0.1, -1.02, 0.66, 0.42],
  ];
  bunches.forEach(([dx, dy, size, from], at) => {
    if (service < from + 0.08 * chance(number, at)) return;
    context.fillStyle = at % 2 ? leaf : mix(leaf, "#2f5f3a", 0.16);
    context.beginPath();
    context.arc(x + dx * crown, ground + dy * high * 0.86, crown * size, 0, 7);
    context.fill();
  });
}

function drawTufts(context, layout, row, number, service) {
  const count = Math.round(layout.width / 11);
  for (let at = 0; at < count; at++) {
    const kept = chance(at, number * 7 + 1);
    const x = chance(at, number * 7 + 2) * layout.width;
    const y = row.ground + 2 + chance(at, number * 7 + 3) * 0.42 * row.front;
    if (kept < service) {
      context.fillStyle = kept < 0.75 * service ? "rgba(60, 110, 55, 0.5)" : "rgba(90, 120, 60, 0.35)";
      context.fillRect(x, y - 2.2, 1, 2.6);
      context.fillRect(x + 1.6, y - 1.4, 1, 1.8);
      if (service > 0.5 && kept < (service - 0.5) * 0.7) {
        context.fillStyle = at % 2 ? "#f2d5dd" : "#fff6d6";
        context.fillRect(x - 0.5, y - 3.6, 2, 2);
      }
    } else if (kept > 1 - (1 - service) * 0.35) {
      context.fillStyle = "rgba(140, 115, 75, 0.4)";
      context.beginPath();
      context.ellipse(x, y, 5 + 5 * chance(at, 9), 1.6, 0, 0, 7);
      context.fill();
    }
  }
}

const LITTER = ["#f7f7f5", "#6f7d8a", "#c7b299", "#7d93a8", "#d8cdb8"];

function drawLitter(context, layout, row, number, service) {
  const count = Math.round(layout.width / 13);
  for (let at = 0; at < count; at++) {
    if (service >= 0.08 + 0.6 * chance(at, number * 11 + 50)) continue;
    const x = chance(at, number * 11 + 51) * layout.width;
    const y = row.ground + (0.3 + 0.6 * chance(at, number * 11 + 52)) * row.front;
    const size = 1.6 + 2.2 * chance(at, number * 11 + 53);
    context.fillStyle = LITTER[at % LITTER.length];
    context.strokeStyle = "rgba(50, 50, 50, 0.45)";
    context.lineWidth = 0.6;
    context.beginPath();
    if (at % 3 === 0) context.ellipse(x, y - size / 2, size * 0.9, size, 0, 0, 7); // a bag of rubbish
    else context.rect(x, y - size * 0.6, size * 1.5, size * 0.7);
    context.fill();
    context.stroke();
  }
}

// --- stains and cracks

// Draws the stains of one wing, whose place on the layer is empty.
export function drawStains(context, layout, wing, condition) {
  const bad = 1 - condition;
  const count = Math.min(Math.round((wing.width / layout.cell) * (wing.walls / layout.storey) * 0.7), 260);
  context.save();
  context.beginPath();
  context.rect(wing.x, wing.y, wing.width, wing.height);
  context.clip();
  for (let at = 0; at < count; at++) {
    const from = 0.12 + 0.88 * chance(at, wing.building * 5 + 200);
    if (bad > from) drawStain(context, wing, layout, at, Math.min(1, (bad - from) * 4));
  }
  context.restore();
}

function drawStain(context, wing, layout, at, strength) {
  const { cell, storey } = layout;
  const [one, two, three] = [201, 202, 203].map((salt) => chance(at, wing.building * 5 + salt));
  const x = wing.x + one * (wing.width - 0.4 * cell);
  const y = wing.y + Math.floor(two * (wing.walls / storey)) * storey;
  if (at % 4 === 3) {
    context.strokeStyle = `rgba(50, 40, 34, ${0.75 * strength})`;
    context.lineWidth = Math.max(0.7, 0.055 * cell);
    context.beginPath();
    context.moveTo(x, y + 0.04 * storey);
    for (let step = 1; step <= 5; step++) {
      const turn = chance(at * 7 + step, wing.building) - 0.5;
      context.lineTo(x + turn * 0.55 * cell, y + (0.04 + 0.24 * step * (0.5 + 0.5 * three)) * storey);
    }
    context.stroke();
  } else if (at % 4 === 2) {
    // Plaster has come off, and the brick shows.
    const [middleX, middleY] = [x + 0.2 * cell, y + 0.98 * storey];
    context.fillStyle = `rgba(158, 118, 94, ${0.85 * strength})`;
    context.beginPath();
    for (let step = 0; step < 9; step++) {
      const reach = (0.14 + 0.16 * chance(at * 9 + step, wing.building)) * cell;
      context.lineTo(middleX + 1.9 * reach * Math.cos(step * 0.698), middleY + 0.62 * reach * Math.sin(step * 0.698));
    }
    context.fill();
  } else {
    context.fillStyle = `rgba(66, 58, 48, ${0.3 * strength})`;
    const length = (0.5 + 1.3 * three) * storey;
    context.fillRect(x, y, (0.08 + 0.16 * two) * cell, Math.min(length, wing.ground - y));
  }
}

// --- the gatehouse: who is paid, and whether there is a committee

// `sign`: what the sign says; `payee`: 0 nobody, 1 a company, 2 the owners themselves.
export function drawGate(context, layout, payee, committee, sign) {
  const { gate } = layout;
  const house = { x: gate.x + 16, y: gate.y + 0.3 * gate.height, width: gate.width - 20, height: 0.7 * gate.height };
  context.fillStyle = "rgba(40, 50, 45, 0.16)";
  context.beginPath();
  context.ellipse(gate.x + gate.width / 2, gate.ground, gate.width / 2 + 4, 4, 0, 0, 7);
  context.fill();
  context.fillStyle = payee ? "#e3ddd0" : "#b9b3a8";
  context.fillRect(house.x, house.y, house.width, house.height);
  context.fillStyle = payee ? "#5d6b78" : "#77726a";
  context.fillRect(house.x - 4, house.y - 5, house.width + 8, 6);
  drawSignboard(context, house, payee, sign);
  drawHatch(context, house, payee);
  drawFlag(context, gate, committee);
}

function drawSignboard(context, house, payee, sign) {
  const high = 0.36 * house.height;
  context.fillStyle = ["#8c867c", "#22577a", "#1d6b4f"][payee];
  context.fillRect(house.x + 4, house.y + 4, house.width - 8, high);
  let size = Math.min(12, high - 3);
  do {
    context.font = `600 ${size}px ${FONT}`;
    size -= 0.5;
  } while (size > 6 && context.measureText(sign).width > house.width - 14);
  context.fillStyle = "#ffffff";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(sign, house.x + house.width / 2, house.y + 4.5 + high / 2, house.width - 12);
}

function drawHatch(context, house, payee) {
  const top = house.y + 0.36 * house.height + 8;
  const high = house.y + house.height - top;
  const door = Math.min(16, 0.2 * house.width);
  context.fillStyle = "#4a4038";
  context.fillRect(house.x + house.width - door - 6, top, door, high);
  const [x, width] = [house.x + 6, house.width - door - 18];
  context.fillStyle = payee ? "#fbe7ae" : "#6d6862";
  context.fillRect(x, top, width, 0.62 * high);
  context.fillStyle = "rgba(60, 55, 48, 0.65)";
  if (payee) {
    context.fillRect(x + width / 2 - 0.5, top, 1, 0.62 * high);
  } else {
    for (let at = top + 3; at < top + 0.62 * high; at += 3.5) context.fillRect(x, at, width, 1); // the shutter is down
  }
}

function drawFlag(context, gate, committee) {
  const [x, top] = [gate.x + 6, gate.y - 8];
  context.fillStyle = "#6b7480";
  context.fillRect(x, top, 2, gate.ground - top);
  context.beginPath();
  context.arc(x + 1, top, 2.2, 0, 7);
  context.fill();
  if (!committee) return;
  context.fillStyle = "#009E73";
  context.beginPath();
  context.moveTo(x + 2, top + 2);
  context.quadraticCurveTo(x + 12, top - 1, x + 19, top + 4);
  context.quadraticCurveTo(x + 24, top + 6, x + 30, top + 3);
  context.lineTo(x + 30, top + 18);
  context.quadraticCurveTo(x + 22, top + 21, x + 16, top + 18);
  context.quadraticCurveTo(x + 10, top + 15, x + 2, top + 19);
  context.fill();
}
