/**
 * What every view of charts needs: its root in the page, ECharts when it has come, the latest of what it was given.
 *
 * A view may be given new values before ECharts is there; only the latest are drawn.
 */

import { loadEcharts } from "./echarts_loader.js";
import { el, useStyle } from "./charts.js";
import { speaker } from "./chart_text.js";

export class ChartView {
  /** @param {HTMLElement} host the element of the page that belongs to this view */
  constructor(host) {
    this.notice = el("p", { role: "alert", hidden: true });
    this.root = el("div", { class: "ch-view" }, this.notice);
    host.append(this.root);
    this.gone = false;
    this.wanted = null;
    this.echarts = null;
  }

  /**
   * Show what was given; views say how in `render(given, text)`.
   *
   * @param {?object} given null shows nothing
   * @param {Object<string, string>} labels texts by their English key
   */
  async show(given, labels) {
    this.wanted = given;
    this.text = speaker(labels);
    this.root.lang = this.text.language === "zh" ? "zh-CN" : "en";
    if (this.echarts === null && !(await this.prepare())) return;
    if (this.gone || this.wanted !== given) return;
    this.root.hidden = given === null || given === undefined;
    if (!this.root.hidden) this.render(given, this.text);
  }

  async prepare() {
    try {
      const [echarts] = await Promise.all([loadEcharts(), useStyle()]);
      this.echarts = echarts;
      this.notice.hidden = true;
      return true;
    } catch (error) {
      this.notice.textContent = this.text("The charts could not be loaded.");
      this.notice.hidden = false;
      return false;
    }
  }

  destroy() {
    this.gone = true;
    this.root.remove();
  }
}
