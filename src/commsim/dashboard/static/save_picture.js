/** Saving a chart: as PNG, as SVG, or as a table; made in the browser and never sent anywhere. */

const WIDTH = 960;
const HEIGHT = 520;

/**
 * Make a file name that is safe on every system out of words that may be a user's.
 *
 * @param {string} words what the picture shows
 * @param {string} ending without the dot
 */
export function safeFileName(words, ending) {
  const kept = String(words)
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return `${[...kept].slice(0, 60).join("") || "chart"}.${ending}`;
}

/** Hand a file to the visitor. */
export function download(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the blob after the click returns.
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function drawn(echarts, option, renderer) {
  const host = document.createElement("div");
  const chart = echarts.init(host, null, { renderer, width: WIDTH, height: HEIGHT, devicePixelRatio: 2 });
  chart.setOption({ ...option, animation: false });
  return { host, chart };
}

/**
 * Draw an option as an SVG document.
 *
 * The document is made by the browser's own serialiser: that of ECharts writes attributes without escaping them.
 */
export function svgText(echarts, option) {
  const { host, chart } = drawn(echarts, option, "svg");
  const svg = host.querySelector("svg").cloneNode(true);
  chart.dispose();
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}

/** Save an option as `kind` ("png" or "svg") under a name made of `words`. */
export async function savePicture(echarts, option, kind, words) {
  const name = safeFileName(words, kind);
  if (kind === "svg") {
    download(new Blob([svgText(echarts, option)], { type: "image/svg+xml" }), name);
    return;
  }
  const { host, chart } = drawn(echarts, option, "canvas");
  const canvas = host.querySelector("canvas");
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  chart.dispose();
  download(blob, name);
}

/** Size of a saved picture. */
export const SAVED = { width: WIDTH, height: HEIGHT };
