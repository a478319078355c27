// One plot with its legend, its pointer and its keys.

import {nearest, upperBound} from "./columns.js";
import {clock, quantity, words} from "./format.js";
import {element, speak, table} from "./dom.js";
import {LinePlot, MARGIN} from "./line-plot.js";
import {colour, seriesColour} from "./theme.js";

const MOST_ROWS = 100;

function legendOf(lines, onToggle) {
  return lines.map(line => {
    const kind = line.dashes?.length ? "swatch dashed" : "swatch";
    const swatch = element("span", {class: kind, "aria-hidden": "true"});
    const output = element("output", {class: "value"});
    const button = element("button",
      {type: "button", class: "legend", "aria-pressed": "true", title: "Show or hide this line",
       onclick: () => onToggle(line)},
      swatch, element("span", {}, line.series.subject || words(line.series.metric)), output);
    Object.assign(line, {button, swatch, output});
    return button;
  });
}

export class PlotPanel {
  /** lines: [{series, colour, isInk, dashes}] of one unit */
  constructor(name, lines, window, marks) {
    Object.assign(this, {name, lines, window});
    this.canvas = element("canvas", {class: "plot", role: "img", tabindex: "0"});
    this.pointer = element("div", {class: "pointer", hidden: true});
    this.selection = element("div", {class: "selection", hidden: true});
    this.plot = new LinePlot(this.canvas, lines, window, marks);
    this.rows = element("details", {class: "rows"},
      element("summary", {}, "Values as a table"));
    this.rows.addEventListener("toggle", () => this.#fillRows());
    this.root = element("figure", {class: "panel", "data-plot": name},
      element("figcaption", {},
        element("h3", {}, name),
        element("div", {class: "legends"}, legendOf(lines, line => this.#toggle(line)))),
      element("div", {class: "stage"}, this.canvas, this.pointer, this.selection),
      this.rows);
    this.canvas.setAttribute("aria-label", this.plot.describe(name));
    this.#listen();
  }

  #listen() {
    const stage = this.canvas.parentElement;
    this.window.listen(what => what === "window" ? this.draw() : this.showCursor());
    stage.addEventListener("pointerdown", event => this.#startDrag(event));
    stage.addEventListener("pointermove", event => this.#move(event));
    stage.addEventListener("pointerup", event => this.#endDrag(event));
    stage.addEventListener("pointercancel", () => this.#dropDrag());
    stage.addEventListener("pointerleave", () => this.drag === undefined && this.window.point(null));
    stage.addEventListener("dblclick", () => this.window.reset());
    stage.addEventListener("wheel", event => this.#wheel(event), {passive: false});
    this.canvas.addEventListener("keydown", event => this.#key(event));
  }

  #x(event) {
    return event.clientX - this.canvas.getBoundingClientRect().left;
  }

  #startDrag(event) {
    if (event.button === 0) {
      this.drag = this.#x(event);
      this.canvas.parentElement.setPointerCapture(event.pointerId);
    }
  }

  #move(event) {
    const x = this.#x(event);
    this.window.point(this.plot.instantAt(x));
    if (this.drag !== undefined && Math.abs(x - this.drag) > 3) {
      const right = this.plot.width - MARGIN.right;
      const low = Math.max(this.window.left, Math.min(x, this.drag));
      const high = Math.min(right, Math.max(x, this.drag));
      this.selection.hidden = false;
      this.selection.style.left = `${low}px`;
      this.selection.style.width = `${Math.max(0, high - low)}px`;
    }
  }

  #endDrag(event) {
    const from = this.drag;
    this.#dropDrag();
    const to = this.#x(event);
    if (from !== undefined && Math.abs(to - from) > 5) {
      this.window.show(this.plot.instantAt(from), this.plot.instantAt(to));
    }
  }

  #dropDrag() {
    this.drag = undefined;
    this.selection.hidden = true;
  }

  /** The wheel alone scrolls the page. */
  #wheel(event) {
    if (event.ctrlKey || event.shiftKey) {
      event.preventDefault();
      const turned = event.deltaY || event.deltaX;
      this.window.zoom(turned > 0 ? 1.25 : 0.8, this.plot.instantAt(this.#x(event)));
    }
  }

  #key(event) {
    const around = this.window.cursor ?? (this.window.from + this.window.to) / 2;
    const actions = {
      ArrowLeft: () => event.shiftKey ? this.window.pan(-0.2) : this.#step(-1),
      ArrowRight: () => event.shiftKey ? this.window.pan(0.2) : this.#step(1),
      Home: () => this.#pointAt(this.window.from),
      End: () => this.#pointAt(this.window.to),
      "+": () => this.window.zoom(0.5, around),
      "=": () => this.window.zoom(0.5, around),
      "-": () => this.window.zoom(2, around),
      "0": () => this.window.reset(),
      Escape: () => this.window.point(null),
    };
    const action = event.ctrlKey || event.metaKey || event.altKey ? null : actions[event.key];
    if (action) {
      event.preventDefault();
      event.stopPropagation();
      action();
    }
  }

  /** To the next sample of this plot, in either direction. */
  #step(direction) {
    const shown = this.lines.filter(line => !line.hidden && line.series.times.length > 0);
    if (shown.length === 0) {
      return;
    }
    if (this.window.cursor === null) {
      this.#pointAt(direction > 0 ? this.window.from : this.window.to);
      return;
    }
    const instants = shown.map(({series: {times}}) => {
      const after = upperBound(times, this.window.cursor);
      const place = direction > 0 ? after : after - (times[after - 1] === this.window.cursor ? 2 : 1);
      return times[Math.max(0, Math.min(times.length - 1, place))];
    });
    this.#pointAt(direction > 0 ? Math.min(...instants) : Math.max(...instants));
  }

  #pointAt(instant) {
    this.window.point(instant);
    speak(`${clock(this.window.cursor)}: ` + this.lines.filter(line => !line.hidden)
      .map(line => `${line.series.subject || this.name} ${line.output.textContent}`).join(", "));
  }

  #toggle(line) {
    line.hidden = !line.hidden;
    line.button.setAttribute("aria-pressed", String(!line.hidden));
    this.draw();
  }

  /** Also when colours or sizes have changed. */
  draw() {
    this.lines.forEach(line => {
      line.swatch.style.background = line.isInk ? colour("ink") : seriesColour(line.colour);
    });
    this.plot.draw();
    this.canvas.dataset.points = String(this.plot.points);
    this.showCursor();
    this.#fillRows();
  }

  /** Beside each line the sample that is nearest to the cursor. */
  showCursor() {
    const {cursor} = this.window;
    const isShown = cursor !== null && cursor >= this.window.from && cursor <= this.window.to;
    this.pointer.hidden = !isShown;
    if (isShown) {
      this.pointer.style.left = `${this.plot.x(cursor)}px`;
      this.pointer.dataset.at = clock(cursor);
      this.pointer.classList.toggle("at-right", this.plot.x(cursor) > this.plot.width - 120);
    }
    for (const {series, output} of this.lines) {
      const place = isShown ? nearest(series.times, cursor) : -1;
      output.textContent = place < 0 ? "" : quantity(series.values[place], series.unit, 5);
      output.dataset.raw = place < 0 ? "" : String(series.values[place]);
      output.dataset.at = place < 0 ? "" : String(series.times[place]);
    }
  }

  #fillRows() {
    while (this.rows.childElementCount > 1) {
      this.rows.lastElementChild.remove();
    }
    if (!this.rows.open) {
      return;
    }
    const [longest] = [...this.lines].sort((a, b) => b.series.times.length - a.series.times.length);
    const {times} = longest.series;
    const from = upperBound(times, this.window.from - 1);
    const to = upperBound(times, this.window.to);
    const every = Math.max(1, Math.ceil((to - from) / MOST_ROWS));
    const rows = [];
    for (let i = from; i < to; i += every) {
      rows.push([clock(times[i]), ...this.lines.map(({series}) => {
        const place = nearest(series.times, times[i]);
        return {text: quantity(series.values[place], series.unit, 6), class: "number"};
      })]);
    }
    const part = every > 1 ? `, one in ${every} samples; zoom in for all` : "";
    this.rows.append(table(`${this.name}${part}`,
      ["time", ...this.lines.map(line => line.series.subject || this.name)], rows));
  }
}
