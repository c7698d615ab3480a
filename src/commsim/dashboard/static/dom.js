// Elements and layers of canvas, made in code; text goes in as text, never as HTML.

const SHEET = new URL("estate.css", import.meta.url).href;
const MOST_PIXELS = 24_000_000; // of one layer; more dense screens get fewer pixels a CSS pixel

// Puts the style sheet of these views into the page, once.
export function wearStyle() {
  if ([...document.querySelectorAll("link[rel=stylesheet]")].some((link) => link.href === SHEET)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = SHEET;
  document.head.append(link);
}

// Returns a new element with a class, attributes, and text or children.
export function element(tag, name, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside.filter((one) => one !== ""));
  return made;
}

// A canvas drawn on in CSS pixels, whatever the screen's density.
export class Layer {
  constructor(canvas = document.createElement("canvas")) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.width = this.height = this.ratio = 0;
  }

  // Returns whether anything changed; if so, the layer is empty.
  resize(width, height) {
    const ratio = Math.min(window.devicePixelRatio || 1, Math.sqrt(MOST_PIXELS / Math.max(1, width * height)));
    if (width === this.width && height === this.height && ratio === this.ratio) return false;
    Object.assign(this, { width, height, ratio });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return true;
  }

  clear() {
    this.context.clearRect(0, 0, this.width, this.height);
  }
}
