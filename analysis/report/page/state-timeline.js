// States of sessions, paths, hosts and links as bars over time, below the plots and in step with
// them.

import {clock, words} from "./format.js";
import {drawn, element, table} from "./dom.js";
import {MARGIN} from "./line-plot.js";

const ROW = 24;
const MOST_BARS = 60;
const MOST_LABELS = 26;

/** What a state means for the reader; it decides the look, and its name stands in the bar. */
const LOOKS = {
  active: "good", degraded: "warn", failing: "bad", down: "bad", suspended: "bad", changed: "change",
  connecting: "wait", handshaking: "wait", negotiating: "wait", discovering: "wait",
  establishing: "wait", closing: "wait",
};

const KINDS = {session: "Session", path: "Path", host: "Host", link: "Link"};

function short(text) {
  return text.length > MOST_LABELS ? `${text.slice(0, MOST_LABELS - 1)}…` : text;
}

export class StateTimeline {
  constructor(bars, marks, window) {
    Object.assign(this, {window, marks, bars: bars.slice(0, MOST_BARS)});
    const longest = Math.max(0, ...this.bars.map(bar => short(bar.name).length));
    window.left = Math.max(window.left, 14 + 6.6 * longest);
    this.svg = drawn("svg", {class: "states", role: "img",
      "aria-label": "States of sessions, paths, hosts and links over time; the table below says the same"});
    const left = bars.length - this.bars.length;
    this.root = element("figure", {class: "panel", "data-plot": "states"},
      element("figcaption", {}, element("h3", {}, "Sessions, paths and faults"),
        left > 0 ? element("span", {class: "quiet"}, `the first ${MOST_BARS} of ${bars.length} rows`) : null),
      this.svg,
      element("details", {class: "rows"}, element("summary", {}, "States as a table"), this.#table()));
    window.listen(() => this.draw());
  }

  #table() {
    const rows = this.bars.flatMap(bar => bar.segments.map(([from, to, state, note]) =>
      [`${KINDS[bar.kind]} ${bar.name}`, state, {text: clock(from), class: "number"},
       {text: clock(to), class: "number"}, note]));
    return table("States", ["what", "state", "from", "until", "why"], rows.slice(0, 1000));
  }

  #x(instant) {
    const width = this.svg.clientWidth - this.window.left - MARGIN.right;
    return this.window.left + (instant - this.window.from) / this.window.span * width;
  }

  draw() {
    const height = this.bars.length * ROW + 26;
    this.svg.setAttribute("height", String(height));
    const right = this.svg.clientWidth - MARGIN.right;
    const parts = this.bars.map((bar, row) => this.#row(bar, row, right));
    const {cursor} = this.window;
    const pointer = cursor !== null && cursor >= this.window.from && cursor <= this.window.to
      ? [drawn("line", {class: "cursor", x1: this.#x(cursor), x2: this.#x(cursor), y1: 0, y2: height - 22})]
      : [];
    this.svg.replaceChildren(...parts, ...this.#marks(height), ...pointer);
  }

  #row(bar, row, right) {
    const y = row * ROW + 3;
    const name = drawn("text", {x: this.window.left - 8, y: y + 13, class: "name", "text-anchor": "end"},
      short(bar.name), drawn("title", {}, `${KINDS[bar.kind]} ${bar.name}`));
    const ground = drawn("rect", {class: "ground", x: this.window.left, y, height: ROW - 6,
      width: Math.max(0, right - this.window.left)});
    return drawn("g", {}, name, ground, bar.segments.flatMap(segment =>
      this.#segment(bar, segment, y, right)));
  }

  #segment(bar, [from, to, state, note], y, right) {
    const low = Math.max(this.window.left, this.#x(from));
    const high = Math.min(right, this.#x(to));
    if (high < this.window.left || low > right) {
      return [];
    }
    const width = Math.max(1, high - low);
    const text = state === "changed" ? note.replace(/^link [^:]*: /, "") : words(state);
    const label = width > 7 * text.length + 6
      ? [drawn("text", {x: low + 5, y: y + 13, class: "state"}, text)] : [];
    return [drawn("g", {class: `segment ${LOOKS[state] ?? "wait"}`},
      drawn("rect", {x: low, y, width, height: ROW - 6}), label,
      drawn("title", {}, `${bar.name}: ${words(state)} from ${clock(from)} to ${clock(to)}${note ? ` (${note})` : ""}`))];
  }

  /** Labels where there is room; the lines are those of the plots. */
  #marks(height) {
    const parts = [];
    let free = -Infinity;
    for (const mark of this.marks) {
      const x = this.#x(mark.t);
      if (mark.t < this.window.from || mark.t > this.window.to) {
        continue;
      }
      parts.push(drawn("line", {class: `mark ${mark.kind}`, x1: x, x2: x, y1: 0, y2: height - 22},
        drawn("title", {}, `${clock(mark.t)}: ${mark.label}`)));
      const width = 5.8 * mark.label.length + 10;
      const isAtRight = x + width > this.svg.clientWidth;
      const start = isAtRight ? x - width : x;
      if (start > free) {
        parts.push(drawn("text", {class: `mark ${mark.kind}`, x: isAtRight ? x - 2 : x + 2, y: height - 8,
          "text-anchor": isAtRight ? "end" : "start"}, mark.label));
        free = start + width;
      }
    }
    return parts;
  }
}
