// What lies over the windows: the home at the pointer with its ties, the picked one, the cursor, and what differs.

import { ACCENT } from "./colours.js";

const DIFFERS = "#D55E00";

function outline(context, layout, home, room) {
  context.strokeRect(layout.x[home] - room, layout.y[home] - room, layout.w[home] + 2 * room, layout.h[home] + 2 * room);
}

// Outlines a home in white and a colour, so that it shows on any window.
export function ring(context, layout, home, css, wide, dash = []) {
  const room = 1 + wide / 2;
  context.setLineDash([]);
  context.strokeStyle = "#ffffff";
  context.lineWidth = wide + 2.5;
  outline(context, layout, home, room);
  context.setLineDash(dash);
  context.strokeStyle = css;
  context.lineWidth = wide;
  outline(context, layout, home, room);
  context.setLineDash([]);
}

function middle(layout, home) {
  return [layout.x[home] + layout.w[home] / 2, layout.y[home] + layout.h[home] / 2];
}

// Draws a home's ties to its acquaintances, the wider the more trust, and outlines them.
export function drawTiesOf(context, layout, pack, home) {
  const [x, y] = middle(layout, home);
  const curves = [];
  for (let slot = pack.tie_start[home]; slot < pack.tie_start[home + 1]; slot++) {
    const other = pack.tie_other[slot];
    const [toX, toY] = middle(layout, other);
    const rise = 0.16 * Math.hypot(toX - x, toY - y);
    const path = new Path2D();
    path.moveTo(x, y);
    path.quadraticCurveTo((x + toX) / 2, (y + toY) / 2 - rise, toX, toY);
    curves.push([path, pack.tie_trust[slot]]);
  }
  context.lineCap = "round";
  for (const [path, trust] of curves) {
    context.strokeStyle = "rgba(255, 255, 255, 0.85)";
    context.lineWidth = 2.4 + 4 * trust;
    context.stroke(path);
  }
  for (const [path, trust] of curves) {
    context.strokeStyle = ACCENT;
    context.lineWidth = 0.7 + 4 * trust;
    context.stroke(path);
  }
  context.lineCap = "butt";
  for (let slot = pack.tie_start[home]; slot < pack.tie_start[home + 1]; slot++) {
    ring(context, layout, pack.tie_other[slot], ACCENT, 1.4);
  }
}

// Outlines all homes for which `differs(home)` holds.
export function drawDiffering(context, layout, pack, differs) {
  const path = new Path2D();
  let any = false;
  for (let home = 0; home < pack.n; home++) {
    if (!differs(home)) continue;
    path.rect(layout.x[home] - 1.2, layout.y[home] - 1.2, layout.w[home] + 2.4, layout.h[home] + 2.4);
    any = true;
  }
  if (!any) return;
  context.strokeStyle = "rgba(255, 255, 255, 0.9)";
  context.lineWidth = layout.cell > 9 ? 3.4 : 2;
  context.stroke(path);
  context.strokeStyle = DIFFERS;
  context.lineWidth = layout.cell > 9 ? 2 : 1.3;
  context.stroke(path);
}

// Returns the home at a point of the stage, -1 where there is none; `room`: how far beside a window still counts.
export function homeAt(layout, pack, x, y, room) {
  let found = -1;
  let nearest = Infinity;
  for (let home = 0; home < pack.n; home++) {
    const dx = Math.max(layout.x[home] - x, 0, x - layout.x[home] - layout.w[home]);
    const dy = Math.max(layout.y[home] - y, 0, y - layout.y[home] - layout.h[home]);
    const distance = dx > dy ? dx : dy;
    if (distance <= room && distance < nearest) {
      nearest = distance;
      found = home;
    }
  }
  return found;
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Returns the next home from one in the direction of an arrow key, the same home where there is none.
export function nextHome(layout, pack, home, key) {
  const [wayX, wayY] = WAYS[key];
  const [x, y] = middle(layout, home);
  let found = home;
  let best = Infinity;
  for (let other = 0; other < pack.n; other++) {
    const [otherX, otherY] = middle(layout, other);
    const ahead = (otherX - x) * wayX + (otherY - y) * wayY;
    const aside = Math.abs((otherX - x) * wayY) + Math.abs((otherY - y) * wayX);
    if (ahead < 0.5 || other === home) continue;
    const cost = ahead + 3 * aside;
    if (cost < best) {
      best = cost;
      found = other;
    }
  }
  return found;
}

export const isArrow = (key) => key in WAYS;
