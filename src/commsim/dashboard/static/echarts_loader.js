/**
 * The drawing library ECharts 5.4.0, fetched once a page from the server of the page itself (solara-assets ships it).
 *
 * It is an AMD module, and the page has a loader for those (requirejs), so a script tag alone would not do.
 */

const PLACE = "_solara/cdn/echarts@5.4.0/dist/echarts.min.js";

let loading = null;

/**
 * Fetch ECharts, or return what was fetched before; a failure is forgotten, so that the next call tries again.
 *
 * @returns {Promise<object>} the library
 */
export function loadEcharts() {
  if (loading === null) {
    loading = fetchEcharts();
    loading.catch(() => {
      loading = null;
    });
  }
  return loading;
}

function fetchEcharts() {
  const address = new URL(PLACE, document.baseURI).href;
  if (typeof window.requirejs === "function") {
    return new Promise((resolve, reject) => window.requirejs([address], resolve, reject));
  }
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.echarts);
    script.onerror = () => reject(new Error(address));
    document.head.appendChild(script);
  });
}
