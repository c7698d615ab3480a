// Where everything of the buildings view stands: buildings in rows, each with stairwells, floors, windows and shops.
//
// A *section* is one stairwell with its homes left and right of the stairs; a *wing* is a run of sections of one building
// that fits the width of the page (nearly always the whole building); a *lot* is a wing or the gatehouse.
// All lengths are CSS pixels; `cell` is the width of one home.

const STOREY = 1.16;
const STAIRS = 0.62;
const EDGE = 0.3;
const WIDEST_CELL = 36;
const SMALLEST_CELL = 3;
const TALLEST_PAGE = 6000;

// Returns the sections of an estate, and its highest floor; the same at any size.
export function sectionsOf(pack) {
  const found = new Map();
  let top = 1;
  for (let home = 0; home < pack.n; home++) {
    const stairwell = pack.stairwell[home];
    let section = found.get(stairwell);
    if (!section) {
      section = { stairwell, building: pack.building[home], floors: new Map(), columns: 1, shops: [] };
      found.set(stairwell, section);
    }
    if (pack.shop[home]) {
      section.shops.push(home);
      continue;
    }
    const floor = pack.floor[home];
    const homes = section.floors.get(floor) || [];
    homes.push(home);
    section.floors.set(floor, homes);
    top = Math.max(top, floor);
    section.columns = Math.max(section.columns, homes.length);
  }
  for (const section of found.values()) section.columns = Math.max(section.columns, section.shops.length);
  const sections = [...found.values()].sort((a, b) => a.stairwell - b.stairwell);
  return { sections, top, hasShops: sections.some((section) => section.shops.length > 0) };
}

// Returns the wings at one size of a cell, without places.
function wingsAt(estate, cell, usable) {
  const most = Math.max(1, Math.floor(usable / cell - STAIRS - 2 * EDGE));
  const wings = [];
  let wing = null;
  for (const section of estate.sections) {
    const columns = Math.min(section.columns, most);
    const width = (columns + STAIRS) * cell;
    const goesOn = wing && wing.building === section.building && wing.width + width <= usable;
    if (!goesOn) {
      wing = { building: section.building, parts: [], width: 2 * EDGE * cell, folds: 1 };
      wings.push(wing);
    }
    wing.parts.push({ section, columns, width });
    wing.width += width;
    wing.folds = Math.max(wing.folds, Math.ceil(section.columns / columns));
  }
  const base = (estate.hasShops ? 1.25 : 0.95) * STOREY * cell;
  for (const one of wings) {
    one.base = base;
    one.walls = estate.top * one.folds * STOREY * cell + 0.25 * cell;
    one.height = one.walls + base;
  }
  return wings;
}

// Returns lots row by row, no row wider than `limit` where that can be.
function flow(lots, gap, limit) {
  const rows = [];
  let row = null;
  for (const lot of lots) {
    if (!row || row.width + gap + lot.width > limit) {
      row = { lots: [], width: 0, height: 0 };
      rows.push(row);
    }
    row.width += lot.width + (row.lots.length ? gap : 0);
    row.lots.push(lot);
    row.height = Math.max(row.height, lot.height);
  }
  return rows;
}

// Returns as few rows as fit, of widths as even as they can be.
function evenRows(lots, gap, usable) {
  const rows = flow(lots, gap, usable);
  let [low, high] = [0, usable];
  for (let turn = 0; turn < 12; turn++) {
    const limit = (low + high) / 2;
    if (flow(lots, gap, limit).length > rows.length) low = limit;
    else high = limit;
  }
  return flow(lots, gap, high);
}

function measures(cell) {
  return {
    gap: Math.max(8, 1.5 * cell),
    front: Math.max(13, 1.35 * cell),
    roof: 1.5 * cell,
    sky: Math.max(26, 1.6 * cell),
  };
}

function gatehouse(cell) {
  const width = Math.min(Math.max(6.5 * cell, 96), 150);
  return { isGate: true, width, height: Math.min(Math.max(3.4 * cell, 50), 74) };
}

function pageHeight(rows, sizes) {
  return sizes.sky + rows.reduce((sum, row) => sum + row.height + sizes.roof + sizes.front, 0) + sizes.front * 0.4;
}

function plan(estate, cell, width, margin) {
  const usable = width - 2 * margin;
  const sizes = measures(cell);
  const lots = [gatehouse(cell), ...wingsAt(estate, cell, usable)];
  const rows = evenRows(lots, sizes.gap, usable);
  return { cell, sizes, rows, height: pageHeight(rows, sizes) };
}

// Takes the largest windows with which the page is no higher than wanted, but none too small to be seen and touched; where
// that makes the page higher, windows grow as long as the rows stay as many.
function bestPlan(estate, width, wanted, margin) {
  const least = width < 600 ? 9 : 11;
  const at = (cell) => plan(estate, cell, width, margin);
  let found = at(least);
  if (found.height <= wanted) {
    for (let cell = WIDEST_CELL; cell > least; cell -= cell > 12 ? 1 : 0.5) {
      const larger = at(cell);
      if (larger.height <= wanted) return larger;
    }
    return found;
  }
  for (let cell = least - 0.5; cell >= SMALLEST_CELL && found.height > TALLEST_PAGE; cell -= 0.5) found = at(cell);
  if (found.cell < least) return found;
  for (let cell = least + 0.5; cell <= 1.5 * least; cell += 0.5) {
    const larger = at(cell);
    if (larger.rows.length > found.rows.length || larger.height > TALLEST_PAGE) break;
    found = larger;
  }
  return found;
}

function placeWindows(wing, places, cell) {
  const storey = STOREY * cell;
  let left = wing.x + EDGE * cell;
  for (const part of wing.parts) {
    const half = Math.ceil(part.columns / 2);
    part.x = left;
    part.stairsX = left + half * cell;
    part.stairsWidth = STAIRS * cell;
    for (const [floor, homes] of part.section.floors) {
      homes.forEach((home, at) => {
        const column = at % part.columns;
        const storeys = (floor - 1) * wing.folds + Math.floor(at / part.columns);
        const cellX = left + column * cell + (column >= half ? part.stairsWidth : 0);
        const cellY = wing.y + wing.walls - (storeys + 1) * storey;
        places.x[home] = cellX + 0.15 * cell;
        places.y[home] = cellY + 0.22 * storey;
        places.w[home] = 0.7 * cell;
        places.h[home] = 0.62 * storey;
      });
    }
    placeShops(part, wing, places, cell, half);
    left += part.width;
  }
}

function placeShops(part, wing, places, cell, half) {
  const { shops } = part.section;
  const [leftWidth, rightWidth] = [half * cell, (part.columns - half) * cell];
  const leftCount = rightWidth > 0 ? Math.ceil((shops.length * leftWidth) / (leftWidth + rightWidth)) : shops.length;
  shops.forEach((home, at) => {
    const isLeft = at < leftCount;
    const count = isLeft ? leftCount : shops.length - leftCount;
    const slot = Math.min((isLeft ? leftWidth : rightWidth) / count, 1.9 * cell);
    const from = isLeft ? part.stairsX - slot * (leftCount - at) : part.stairsX + part.stairsWidth + slot * (at - leftCount);
    places.x[home] = from + 0.12 * slot;
    places.w[home] = 0.76 * slot;
    places.y[home] = wing.y + wing.height - 0.66 * wing.base;
    places.h[home] = 0.56 * wing.base;
  });
}

// A pane's edges lie between pixels, so that no rim of its old colour stays when it is painted over.
function snap(places, ratio) {
  for (const lengths of Object.values(places)) {
    for (let home = 0; home < lengths.length; home++) {
      lengths[home] = Math.max(Math.round(lengths[home] * ratio), 1) / ratio;
    }
  }
}

// Lays an estate out for a width and a height that is wanted; `ratio`: pixels of the screen a CSS pixel.
//
// Returns {cell, width, height, x, y, w, h (of the homes' windows, Float32Array), rows, wings, gate}; the ground under a
// row is at `row.ground`, its lots' bottom.
export function layBlocks(pack, width, wanted, ratio = 1) {
  const estate = sectionsOf(pack);
  const margin = width < 600 ? 8 : 20;
  const found = bestPlan(estate, width, wanted, margin);
  const { cell, sizes, rows } = found;
  const places = {};
  for (const name of ["x", "y", "w", "h"]) places[name] = new Float32Array(pack.n);
  const wings = [];
  let gate = null;
  let y = sizes.sky;
  for (const row of rows) {
    row.ground = y + sizes.roof + row.height;
    row.front = sizes.front;
    // A full row fills the width; a last short one stands as dense as the others, in the middle.
    const free = (width - 2 * margin - row.width) / (row.lots.length + 1);
    const air = Math.min(Math.max(free, 0), 2.5 * sizes.gap);
    row.gap = sizes.gap + air;
    let x = (width - row.width - air * (row.lots.length - 1)) / 2;
    for (const lot of row.lots) {
      lot.x = x;
      lot.y = row.ground - lot.height;
      lot.ground = row.ground;
      x += lot.width + row.gap;
      if (lot.isGate) gate = lot;
      else {
        placeWindows(lot, places, cell);
        wings.push(lot);
      }
    }
    y = row.ground + sizes.front;
  }
  snap(places, ratio);
  return { ...places, cell, storey: STOREY * cell, width, height: Math.ceil(found.height), rows, wings, gate, sizes };
}
