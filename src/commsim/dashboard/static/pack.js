// A pack: one estate of one run as typed arrays that look into the bytes as they came (layout: commsim/dashboard/pack.py).

export const VERSION = 1;

export const PAYS = 1;
export const SERVING = 2;
export const DISPUTE_PAYEE = 4;
export const DISPUTE_NEIGHBOUR = 8;
export const VISITED = 16;

export const OWNER = 0;
export const TENANT = 1;
export const ABSENT = 2;

const ALIGN = 8;
const TYPES = {
  u1: Uint8Array,
  u2: Uint16Array,
  i2: Int16Array,
  i4: Int32Array,
  f4: Float32Array,
  f8: Float64Array,
};

// Returns the bytes as one view that starts at a multiple of 8 of its buffer: as they came where they already do,
// else a copy. A message of several parts may put a part anywhere.
function aligned(bytes) {
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.byteOffset % ALIGN ? view.slice() : view;
}

// Decodes a block into {header, arrays}; throws an Error where it is none, of another version, or cut short.
export function decodeBlock(bytes) {
  const view = aligned(bytes);
  if (view.byteLength < 4) throw new Error(`a pack has at least 4 bytes; got ${view.byteLength}`);
  const length = new DataView(view.buffer, view.byteOffset, 4).getUint32(0, true);
  const start = 4 + length;
  if (start > view.byteLength) throw new Error(`a header of ${length} bytes; the pack has ${view.byteLength}`);
  const header = JSON.parse(new TextDecoder().decode(view.subarray(4, start)));
  if (header.version !== VERSION) throw new Error(`a pack of version ${header.version}; allowed: ${VERSION}`);
  const arrays = {};
  for (const [name, { type, offset, shape }] of Object.entries(header.arrays)) {
    const count = shape.reduce((size, one) => size * one, 1);
    const end = start + offset + count * TYPES[type].BYTES_PER_ELEMENT;
    if (end > view.byteLength) throw new Error(`array '${name}' ends at byte ${end}; the pack has ${view.byteLength}`);
    arrays[name] = new TYPES[type](view.buffer, view.byteOffset + start + offset, count);
  }
  return { header, arrays };
}

function isEmpty(bytes) {
  return !bytes || !bytes.byteLength;
}

// One estate of one run: its arrays by name as properties, and its header's figures. n homes, months long.
export class Pack {
  constructor(bytes) {
    const { header, arrays } = decodeBlock(bytes);
    this.header = header;
    this.key = header.key;
    this.n = header.n;
    this.months = header.months;
    this.firstYear = header.first_year;
    this.estate = header.estate;
    this.buildings = header.buildings;
    this.stairwells = header.stairwells;
    this.floors = header.floors;
    this.ties = arrays.tie_other.length / 2;
    Object.assign(this, arrays);
  }

  // Month's row (month 1 to months) of an array of months by homes.
  row(name, month) {
    return this[name].subarray((month - 1) * this.n, month * this.n);
  }

  // A figure of the estate in a month (1 to months).
  at(name, month) {
    return this[name][month - 1];
  }
}

// Returns the pack in the bytes, null where there are none.
export function decodePack(bytes) {
  return isEmpty(bytes) ? null : new Pack(bytes);
}

// Returns what a block of differences between two worlds holds, null where there is none: {since, pays_since} are the
// first months in which a home differs in anything, and in whether it pays (0 never); {first, last} bound the latter.
export function decodeSince(bytes) {
  if (isEmpty(bytes)) return null;
  const { since, pays_since } = decodeBlock(bytes).arrays;
  let [first, last] = [Infinity, 1];
  for (const month of pays_since) {
    if (!month) continue;
    first = Math.min(first, month);
    last = Math.max(last, month);
  }
  return { since, pays_since, first: Math.min(first, last), last };
}
