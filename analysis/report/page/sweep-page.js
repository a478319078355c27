// How a metric depends on what a sweep varied: lines over one parameter, a map over two, dots where
// values were drawn at random, whiskers over names such as those of schedulers.

import {chart, domainOf, pathThrough, whisker} from "./chart.js";
import {choosers, chosen} from "./chart-choice.js";
import {report, statistics, unitOf} from "./content.js";
import {choice, drawn, element, table} from "./dom.js";
import {quantity, words} from "./format.js";
import {colour, seriesPaint} from "./theme.js";

const MOST_ON_AN_AXIS = 24;
const MOST_ROWS = 500;
const asked = {x: null, y: null};

function valuesOf(points, place) {
  const values = [...new Set(points.map(point => point.values[place]))];
  const areNumbers = values.every(value => typeof value === "number");
  return {values: areNumbers ? values.sort((a, b) => a - b) : values, areNumbers};
}

/** Points that have a value, each with its statistics. */
function pointsWith(group, metric) {
  return group.points.map(point => ({...point, found: statistics(point, metric)})).filter(point => point.found);
}

function title(point, group, unit) {
  const at = point.values.map((value, i) => `${group.parameters[i]} = ${value}`).join(", ");
  const {n, mean, half} = point.found;
  const interval = half === null ? "" : ` ± ${quantity(half, unit, 3)}`;
  return `${at}: ${quantity(mean, unit)}${interval} (${n} runs)`;
}

function whiskers(group, points, place, unit, label) {
  const {values, areNumbers} = valuesOf(points, place);
  const isCrowded = values.length > MOST_ON_AN_AXIS;
  const reach = point => isCrowded ? 0 : point.found.half ?? 0;
  const domain = domainOf(points.flatMap(point =>
    [point.found.mean - reach(point), point.found.mean + reach(point)]), true);
  const frame = chart({name: `${label} over ${group.parameters[place]}; the table below has the numbers`,
    x: areNumbers ? {domain: domainOf(values), unit: "count", label: group.parameters[place]}
      : {names: values, label: group.parameters[place]},
    y: {domain, unit, label}});
  const spot = point => [frame.x(point.values[place]), frame.y(point.found.mean)];
  const isLine = areNumbers && !isCrowded && points.length === values.length;
  if (isLine) {
    const sorted = [...points].sort((a, b) => a.values[place] - b.values[place]);
    frame.add(drawn("path", {class: "line", stroke: seriesPaint(0), d: pathThrough(sorted.map(spot))}));
  }
  frame.add(points.map(point => {
    const [x, middle] = spot(point);
    if (isCrowded) {
      return drawn("circle", {cx: x, cy: middle, r: 3, fill: seriesPaint(0), opacity: 0.6},
        drawn("title", {}, title(point, group, unit)));
    }
    const {mean} = point.found;
    return whisker(x, {low: frame.y(mean - reach(point)), middle, high: frame.y(mean + reach(point))},
      seriesPaint(areNumbers ? 0 : values.indexOf(point.values[place])), title(point, group, unit));
  }));
  return frame.svg;
}

/** From pale to strong in one hue, so that no kind of colour vision is asked too much. */
function shade(part) {
  return `color-mix(in oklab, ${seriesPaint(0)} ${Math.round(8 + 84 * part)}%, var(--card))`;
}

function heatMap(group, points, [x, y], unit, label) {
  const across = valuesOf(points, x).values;
  const up = valuesOf(points, y).values;
  const frame = chart({name: `${label} over ${group.parameters[x]} and ${group.parameters[y]}; the table below has the numbers`,
    x: {names: across, label: group.parameters[x]}, y: {names: up, label: group.parameters[y]},
    height: Math.min(560, 90 + up.length * 42)});
  const cells = new Map();
  for (const point of points) {
    const key = `${across.indexOf(point.values[x])} ${up.indexOf(point.values[y])}`;
    cells.set(key, [...(cells.get(key) ?? []), point.found.mean]);
  }
  const means = [...cells.values()].map(all => all.reduce((sum, one) => sum + one, 0) / all.length);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const width = (frame.box.right - frame.box.left) / across.length;
  const height = (frame.box.bottom - frame.box.top) / up.length;
  [...cells.keys()].forEach((key, i) => {
    const [column, row] = key.split(" ").map(Number);
    const part = high > low ? (means[i] - low) / (high - low) : 0.5;
    const [cx, cy] = [frame.x(across[column]), frame.y(up[row])];
    const text = quantity(means[i], unit, 3);
    frame.add(drawn("g", {class: part > Number(colour("strong-from")) ? "cell strong" : "cell"},
      drawn("rect", {x: cx - width / 2 + 1, y: cy - height / 2 + 1, width: width - 2, height: height - 2, fill: shade(part)}),
      width > text.length * 6.5 ? drawn("text", {x: cx, y: cy}, text) : null,
      drawn("title", {}, `${group.parameters[x]} = ${across[column]}, ${group.parameters[y]} = ${up[row]}: ${text}`)));
  });
  return frame.svg;
}

function axisChoices(group, x, y, redraw) {
  const names = group.parameters.map((name, i) => [i, name]);
  return group.parameters.length < 2 ? [] : [
    choice("Across", names, x, value => { asked.x = Number(value); redraw(); }),
    choice("Up", [[-1, "the metric"], ...names.filter(([i]) => i !== x)], y,
      value => { asked.y = Number(value); redraw(); })];
}

/** A map where both axes have few values, else dots. */
function axesOf(group, points) {
  const count = group.parameters.length;
  const x = asked.x !== null && asked.x < count ? asked.x : 0;
  const few = place => valuesOf(points, place).values.length <= MOST_ON_AN_AXIS;
  const other = group.parameters.findIndex((_, i) => i !== x && few(i));
  const isAsked = asked.y !== null && asked.y < count && asked.y !== x;
  const y = isAsked ? asked.y : few(x) && count === 2 ? other : -1;
  return {x, y};
}

function numbers(group, points, unit, label) {
  const cell = text => ({text, class: "number"});
  const rows = points.slice(0, MOST_ROWS).map(point => {
    const {n, mean, half, median, low, high} = point.found;
    return [...point.values.map(String), point.world, cell(String(n)), cell(quantity(mean, unit)),
            cell(half === null ? "–" : `± ${quantity(half, unit, 3)}`), cell(quantity(median, unit)),
            cell(`${quantity(low, unit)} … ${quantity(high, unit)}`)];
  });
  const part = points.length > rows.length ? `, the first ${rows.length} of ${points.length} points` : "";
  return table(`${label}: means with 95 % confidence intervals (Student's t)${part}`,
    [...group.parameters, "world", "runs", "mean", "interval", "median", "smallest … largest"], rows);
}

export function showSweep(content, groupText, metricText) {
  const groups = report.groups.filter(group => group.parameters.length > 0);
  const choiceMade = chosen(groups, groupText, metricText);
  const {group, metric} = choiceMade;
  const points = pointsWith(group, metric);
  const unit = unitOf[metric];
  const label = words(metric);
  const holder = element("div");
  const redraw = () => {
    const {x, y} = axesOf(group, points);
    const svg = y < 0 ? whiskers(group, points, x, unit, label) : heatMap(group, points, [x, y], unit, label);
    holder.replaceChildren(element("div", {class: "row controls"}, axisChoices(group, x, y, redraw)),
      element("figure", {class: "panel", "data-plot": y < 0 ? "sweep" : "map"},
        element("figcaption", {}, element("h3", {}, label)), svg,
        element("p", {class: "quiet"}, y < 0
          ? "Means over the seeds; whiskers are 95 % confidence intervals (Student's t)."
          : "Means; a cell is the mean of all points that have these two values.")));
  };
  content.append(element("h1", {}, "Sweep"), element("p", {class: "quiet"}, group.title),
    element("div", {class: "row controls"}, choosers("sweep", groups, choiceMade)), holder,
    element("section", {class: "panel"}, numbers(group, points, unit, label)));
  if (points.length > 0) {
    redraw();
  } else {
    holder.append(element("p", {class: "note"}, "No run that counts has a value of this metric."));
  }
}
