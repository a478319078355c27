// Lines over time on a canvas. However many values there are, at most four points are drawn for each
// column of pixels: the first, the smallest, the largest and the last one in it.

import {upperBound} from "./columns.js";
import {quantity, scaleFor, tickLabel, ticks} from "./format.js";
import {work} from "./pyramid.js";
import {colour, seriesColour, seriesDashes} from "./theme.js";

/** Where time begins at the left is for the window to say: it is the same in all pictures. */
export const MARGIN = {right: 14, top: 8, bottom: 22};
const MARK_COLOURS = {fault: "bad", repair: "good", change: "faint", reaction: "accent"};

/** The places of a series that a window shows, with one more at each side for the line's ends. */
function placesIn(series, window) {
  return [Math.max(0, upperBound(series.times, window.from) - 1),
          Math.min(series.times.length, upperBound(series.times, window.to) + 1)];
}

export class LinePlot {
  constructor(canvas, lines, window, marks) {
    Object.assign(this, {canvas, lines, window, marks, height: 190, points: 0});
  }

  get width() {
    return this.canvas.clientWidth;
  }

  x(instant) {
    const part = (instant - this.window.from) / this.window.span;
    return this.window.left + part * (this.width - this.window.left - MARGIN.right);
  }

  instantAt(x) {
    const part = (x - this.window.left) / (this.width - this.window.left - MARGIN.right);
    return this.window.from + Math.max(0, Math.min(1, part)) * this.window.span;
  }

  y(value) {
    return this.height - MARGIN.bottom
      - value / this.top * (this.height - MARGIN.top - MARGIN.bottom);
  }

  draw() {
    const ratio = globalThis.devicePixelRatio || 1;
    this.canvas.width = Math.max(1, Math.round(this.width * ratio));
    this.canvas.height = Math.round(this.height * ratio);
    const pen = this.canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.font = "11px system-ui, sans-serif";
    this.points = 0;
    ++work.draws;
    this.#chooseTop();
    this.#drawAxes(pen);
    pen.save();
    pen.beginPath();
    pen.rect(this.window.left, 0, this.width - this.window.left - MARGIN.right, this.height - MARGIN.bottom + 1);
    pen.clip();
    this.#drawMarks(pen);
    this.lines.filter(line => !line.hidden).forEach(line => this.#drawLine(pen, line));
    pen.restore();
    work.points += this.points;
  }

  /** The largest value that is to be seen decides the scale. */
  #chooseTop() {
    let top = 0;
    for (const line of this.lines) {
      if (!line.hidden) {
        const [from, to] = placesIn(line.series, this.window);
        top = Math.max(top, line.series.pyramid.extremes(from, to)[1]);
      }
    }
    this.top = top > 0 ? top * 1.06 : 1;
  }

  #drawAxes(pen) {
    const unit = this.lines[0].series.unit;
    const [factor, symbol] = scaleFor(this.top, unit);
    const values = ticks(0, this.top, 5);
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    for (const value of values.values) {
      const y = Math.round(this.y(value)) + 0.5;
      pen.strokeStyle = colour(value === 0 ? "axis" : "grid");
      pen.beginPath();
      pen.moveTo(this.window.left, y);
      pen.lineTo(this.width - MARGIN.right, y);
      pen.stroke();
      pen.fillStyle = colour("quiet");
      const isTop = value === values.values.at(-1);
      pen.fillText(tickLabel(value, values.step, factor) + (isTop ? ` ${symbol}` : ""),
        this.window.left - 8, y);
    }
    this.#drawTimes(pen);
  }

  #drawTimes(pen) {
    const times = ticks(this.window.from, this.window.to, Math.max(2, this.width / 110));
    pen.textAlign = "center";
    pen.textBaseline = "top";
    for (const instant of times.values) {
      const x = Math.round(this.x(instant)) + 0.5;
      pen.strokeStyle = colour("grid");
      pen.beginPath();
      pen.moveTo(x, MARGIN.top);
      pen.lineTo(x, this.height - MARGIN.bottom);
      pen.stroke();
      pen.fillStyle = colour("quiet");
      const label = `${tickLabel(instant, times.step, 1e9)} s`;
      const half = pen.measureText(label).width / 2;
      pen.fillText(label, Math.min(x, this.width - half - 1), this.height - MARGIN.bottom + 6);
    }
  }

  #drawMarks(pen) {
    for (const mark of this.marks) {
      if (mark.t < this.window.from || mark.t > this.window.to) {
        continue;
      }
      const x = Math.round(this.x(mark.t)) + 0.5;
      pen.strokeStyle = colour(MARK_COLOURS[mark.kind]);
      pen.setLineDash(mark.kind === "fault" ? [] : [4, 3]);
      pen.globalAlpha = 0.7;
      pen.beginPath();
      pen.moveTo(x, MARGIN.top);
      pen.lineTo(x, this.height - MARGIN.bottom);
      pen.stroke();
    }
    pen.globalAlpha = 1;
    pen.setLineDash([]);
  }

  #drawLine(pen, line) {
    const {series} = line;
    const [from, to] = placesIn(series, this.window);
    if (from >= to) {
      return;
    }
    pen.strokeStyle = line.isInk ? colour("ink") : seriesColour(line.colour);
    pen.lineWidth = 1.5;
    pen.lineJoin = "round";
    pen.setLineDash(line.dashes ?? seriesDashes(line.isInk ? 0 : line.colour / 7));
    pen.beginPath();
    this.isInterrupted = true;
    const columns = Math.max(1, Math.ceil(this.width - this.window.left - MARGIN.right));
    if (to - from <= 2 * columns) {
      this.#through(pen, series, from, to);
    } else {
      this.#byColumns(pen, series, [from, to], columns);
    }
    pen.stroke();
    pen.setLineDash([]);
  }

  /** What is not there interrupts the line. */
  #to(pen, x, value) {
    if (Number.isFinite(value)) {
      pen[this.isInterrupted ? "moveTo" : "lineTo"](x, this.y(value));
      ++this.points;
    }
    this.isInterrupted = !Number.isFinite(value);
  }

  #through(pen, series, from, to) {
    for (let i = from; i < to; ++i) {
      this.#to(pen, this.x(series.times[i]), series.drawn[i]);
    }
    if (to - from === 1) {
      pen.arc(this.x(series.times[from]), this.y(series.drawn[from]), 1.5, 0, 7);
    }
  }

  #byColumns(pen, series, [from, to], columns) {
    let first = from;
    for (let column = 0; column < columns && first < to; ++column) {
      const edge = this.window.from + (column + 1) / columns * this.window.span;
      const isLast = column + 1 === columns;
      const next = isLast ? to : Math.min(to, upperBound(series.times, edge));
      if (next > first) {
        const x = this.window.left + column + 0.5;
        const [low, high] = series.pyramid.extremes(first, next);
        this.#to(pen, x, series.drawn[first]);
        this.#to(pen, x, low);
        this.#to(pen, x, high);
        this.#to(pen, x, series.drawn[next - 1]);
        first = next;
      }
    }
  }

  /** What a reader who cannot see it is told. */
  describe(name) {
    const parts = this.lines.map(({series}) => {
      const [low, high] = series.pyramid.extremes(0, series.values.length);
      return `${series.subject || name}: from ${quantity(low, series.unit)} to ${quantity(high, series.unit)}`;
    });
    return `${name} over time. ${parts.join("; ")}. Arrow keys move the cursor, plus and minus zoom.`;
  }
}
