// The frame of a small chart: axes, ticks and labels, in SVG.

import {drawn} from "./dom.js";
import {scaleFor, tickLabel, ticks} from "./format.js";

const MARGIN = { right: 18, top: 12, bottom: 44};

/** With some room around, and never empty. */
export function domainOf(values, isFromZero = false) {
  const low = isFromZero ? Math.min(0, ...values) : Math.min(...values);
  const high = Math.max(...values);
  const span = high - low || Math.abs(high) * 0.1 || 1;
  return [isFromZero && low === 0 ? 0 : low - span * 0.05, high + span * 0.05];
}

function valueTicks(domain, unit, most) {
  const [factor, symbol] = scaleFor(Math.max(Math.abs(domain[0]), Math.abs(domain[1])), unit);
  const {values, step} = ticks(domain[0] / factor, domain[1] / factor, most);
  return {symbol, marks: values.map(value => ({at: value * factor, label: tickLabel(value, step)}))};
}

/**
 * {name, x: {domain, unit, label} or {names, label}, y: likewise}; names are categories. left is the
 * room for the labels of y.
 * @return {svg, x, y, box, add}: x and y place values, add puts elements in.
 */
export function chart({name, x, y, width = 860, height = 340, left = 74}) {
  const box = {left, right: width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom};
  const svg = drawn("svg", {class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": name});
  const placeX = placer(x, box.left, box.right);
  const placeY = placer(y, box.bottom, box.top);
  const marksX = marksOf(x, (box.right - box.left) / 90);
  const marksY = marksOf(y, (box.bottom - box.top) / (y.names ? 20 : 44));
  marksX.marks.forEach(({at, label}) => svg.append(
    drawn("line", {class: "grid", x1: placeX(at), x2: placeX(at), y1: box.top, y2: box.bottom}),
    drawn("text", {class: "tick", x: placeX(at), y: box.bottom + 16, "text-anchor": "middle"}, label)));
  marksY.marks.forEach(({at, label}) => svg.append(
    drawn("line", {class: "grid", x1: box.left, x2: box.right, y1: placeY(at), y2: placeY(at)}),
    drawn("text", {class: "tick", x: box.left - 8, y: placeY(at) + 4, "text-anchor": "end"}, label)));
  svg.append(drawn("path", {class: "axis", fill: "none", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}`}),
    drawn("text", {class: "label", x: (box.left + box.right) / 2, y: height - 8, "text-anchor": "middle"},
      withUnit(x.label, marksX.symbol)),
    drawn("text", {class: "label", x: 14, y: (box.top + box.bottom) / 2, "text-anchor": "middle",
      transform: `rotate(-90 14 ${(box.top + box.bottom) / 2})`}, withUnit(y.label, marksY.symbol)));
  return {svg, x: placeX, y: placeY, box, add: (...parts) => svg.append(...parts.flat(Infinity))};
}

function withUnit(label, symbol) {
  return symbol ? `${label} (${symbol})` : label;
}

function placer(axis, from, to) {
  if (axis.names) {
    const step = (to - from) / axis.names.length;
    return value => from + (axis.names.indexOf(value) + 0.5) * step;
  }
  const [low, high] = axis.domain;
  return value => from + (value - low) / (high - low) * (to - from);
}

function marksOf(axis, most) {
  if (axis.names) {
    const every = Math.ceil(axis.names.length / Math.max(1, most));
    return {symbol: "", marks: axis.names.filter((_, i) => i % every === 0)
      .map(value => ({at: value, label: String(value)}))};
  }
  return valueTicks(axis.domain, axis.unit, most);
}

/** A whisker from low to high with a dot at the middle. */
export function whisker(x, {low, middle, high}, colour, title) {
  return drawn("g", {stroke: colour, "stroke-width": 2},
    drawn("line", {x1: x, x2: x, y1: low, y2: high}),
    drawn("line", {x1: x - 5, x2: x + 5, y1: low, y2: low}),
    drawn("line", {x1: x - 5, x2: x + 5, y1: high, y2: high}),
    drawn("circle", {cx: x, cy: middle, r: 4.5, fill: colour}),
    drawn("title", {}, title));
}

export function pathThrough(points) {
  return points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}
