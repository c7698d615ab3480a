/** The response of a measure to one lever over its range, as a card with its table. */

import { CardButtons } from "./card_buttons.js";
import { ChartView } from "./chart_view.js";
import { FAINT, FONT, INK, el } from "./charts.js";
import { defined, exactValue, shortValue, withUnit } from "./chart_text.js";
import { placed, responseOption } from "./response_option.js";
import { SAVED, savePicture } from "./save_picture.js";

/** One sentence that says what the curve shows. */
function summaryOf(response, text) {
  const known = placed(response).points.filter((point) => defined(point.mean));
  const parts = known.map((point) => `${point.label}: ${shortValue(point.mean, response.format, text.language)}`);
  const names = { measure: response.measure_label, lever: response.lever_label };
  return text("{measure} by {lever}: {values}", { ...names, values: parts.join(", ") });
}

function titleOf(response, text) {
  return text("{measure} by {lever}", { measure: response.measure_label, lever: response.lever_label });
}

/** The option of the saved picture: with title and what band and whiskers mean. */
function savedResponse(response, text) {
  const room = { width: SAVED.width - 80, overflow: "truncate", fontFamily: FONT };
  const title = { text: titleOf(response, text), fill: INK, fontSize: 17, fontWeight: "bold", ...room };
  const meaning = text("Point: mean over seeds. Whisker: 95 % interval of the mean.");
  const note = { text: meaning, fill: FAINT, fontSize: 12, ...room };
  const graphic = [
    { type: "text", left: 56, top: 12, style: title },
    { type: "text", left: 56, top: 38, style: note },
  ];
  return { ...responseOption(response, text, { top: 84, width: SAVED.width }), backgroundColor: "#ffffff", graphic };
}

export class ResponseView extends ChartView {
  constructor(host) {
    super(host);
    this.title = el("h3", { class: "ch-title" });
    this.buttons = new CardButtons((kind) => this.save(kind), (shown) => this.showTable(shown));
    this.note = el("p", { class: "ch-note" });
    this.canvas = el("div", { class: "ch-canvas", role: "img" });
    this.body = el("div", { class: "ch-body" }, el("div", { class: "ch-plot ch-still" }, this.canvas));
    this.table = el("div", { class: "ch-table" });
    const head = el("div", { class: "ch-head" }, this.title, this.buttons.root);
    const parts = [head, this.note, this.body, this.table];
    this.card = el("section", { class: "ch-card ch-tall", "data-panel": "response" }, ...parts);
    this.root.append(this.card);
    this.drawing = null;
    this.tableShown = false;
  }

  render(response, text) {
    this.response = response;
    this.title.textContent = titleOf(response, text);
    const runs = text("{done} of {total} runs", { done: response.done || 0, total: response.total || 0 });
    this.note.textContent = `${text("Point: mean over seeds. Whisker: 95 % interval of the mean.")} ${runs}`;
    this.canvas.setAttribute("aria-label", summaryOf(response, text));
    this.buttons.name(titleOf(response, text), text);
    if (this.drawing === null) {
      this.drawing = this.echarts.init(this.canvas, null, { renderer: "canvas" });
      this.sizes = new ResizeObserver(() => {
        this.drawing.resize();
        this.draw();
      });
      this.sizes.observe(this.canvas);
      this.refit = () => this.draw();
      if (document.fonts) document.fonts.addEventListener("loadingdone", this.refit);
    }
    this.draw();
    this.drawTable();
  }

  draw() {
    const option = responseOption(this.response, this.text, { width: this.canvas.clientWidth });
    this.drawing.setOption({ ...option, tooltip: this.tooltipSettings() }, true);
  }

  tooltipSettings() {
    return {
      trigger: "axis",
      confine: true,
      transitionDuration: 0,
      formatter: (found) => {
        const mean = found.find((one) => one.seriesId === "mean");
        return mean ? this.tooltip(placed(this.response).points[mean.dataIndex]) : null;
      },
    };
  }

  /** The words of a tooltip, as text nodes. */
  tooltip(point) {
    const { response, text } = this;
    const measure = { format: response.format, unit: response.measure_unit };
    const written = (value) => withUnit(value, measure, text.language);
    const box = el("div", { class: "ch-tip" }, el("strong", {}, `${response.lever_label}: ${point.label}`));
    const row = (label, words) => box.append(el("div", {}, `${label} `, el("b", {}, words)));
    row(response.measure_label, written(point.mean));
    box.append(el("div", { class: "ch-tip-exact" }, exactValue(point.mean)));
    if (defined(point.low)) row(text("95 % interval"), `${written(point.low)} – ${written(point.high)}`);
    row(text("runs"), String(point.runs));
    return box;
  }

  save(kind) {
    savePicture(this.echarts, savedResponse(this.response, this.text), kind, titleOf(this.response, this.text));
  }

  showTable(shown) {
    this.tableShown = shown;
    this.drawTable();
  }

  drawTable() {
    const { response, text } = this;
    const number = (value) => {
      return el("td", { "data-value": exactValue(value) }, shortValue(value, response.format, text.language));
    };
    const heads = [response.lever_label, text("mean"), text("low end"), text("high end"), text("runs")];
    const rows = placed(response).points.map((point) => {
      const cells = [number(point.mean), number(point.low), number(point.high), el("td", {}, String(point.runs))];
      return el("tr", {}, el("th", { scope: "row" }, point.label), ...cells);
    });
    const header = el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)));
    const caption = el("caption", {}, titleOf(response, text));
    const table = el("table", {}, caption, el("thead", {}, header), el("tbody", {}, ...rows));
    const region = { class: "ch-scroll", tabindex: 0, role: "region", "aria-label": titleOf(response, text) };
    this.table.replaceChildren(...(this.tableShown ? [el("div", region, table)] : []));
  }

  destroy() {
    if (this.sizes) this.sizes.disconnect();
    if (this.refit && document.fonts) document.fonts.removeEventListener("loadingdone", this.refit);
    if (this.drawing) this.drawing.dispose();
    super.destroy();
  }
}
