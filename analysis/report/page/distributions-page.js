// Empirical distribution functions over runs, with bands that hold the true ones.

import {chart, domainOf, pathThrough} from "./chart.js";
import {choosers, chosen} from "./chart-choice.js";
import {isOk, measured, report, unitOf} from "./content.js";
import {choice, drawn, element, table} from "./dom.js";
import {quantity, words} from "./format.js";
import {seriesPaint, seriesDashes} from "./theme.js";

const MOST_LINES = 8;
/** Of several lines, bands that are wider than this would hide more than they say. */
const WIDE = 0.35;
let chosenSplit = null;

/** What the runs of a group can be told apart by. */
function splitsOf(group) {
  const splits = [["none", "nothing", () => "all runs"]];
  if (new Set(group.points.map(point => point.world)).size > 1) {
    splits.unshift(["world", "world", point => point.world]);
  }
  group.parameters.forEach((name, i) => {
    const values = new Set(group.points.map(point => String(point.values[i])));
    if (values.size > 1 && values.size <= MOST_LINES) {
      splits.unshift([name, name, point => `${name} = ${point.values[i]}`]);
    }
  });
  return splits;
}

function samplesBy(group, metric, nameOf) {
  const samples = new Map();
  for (const point of group.points) {
    for (const place of point.runs) {
      const value = measured(report.runs[place], metric);
      if (isOk(report.runs[place]) && value !== null) {
        const name = nameOf(point);
        samples.set(name, [...(samples.get(name) ?? []), value]);
      }
    }
  }
  return [...samples].map(([name, values]) => ({name, values: values.sort((a, b) => a - b)}));
}

/** Corners of the steps from one end of the axis to the other. */
function stairs(frame, domain, values, shareAt) {
  const corners = [[frame.x(domain[0]), frame.y(shareAt(0))]];
  values.forEach((value, i) => {
    corners.push([frame.x(value), frame.y(shareAt(i))], [frame.x(value), frame.y(shareAt(i + 1))]);
  });
  return [...corners, [frame.x(domain[1]), frame.y(shareAt(values.length))]];
}

function line(frame, domain, {name, values}, place, among) {
  const n = values.length;
  const half = report.bands[n - 1];
  const within = share => Math.max(0, Math.min(1, share));
  const upper = stairs(frame, domain, values, i => within(i / n + half));
  const lower = stairs(frame, domain, values, i => within(i / n - half));
  const colour = seriesPaint(place);
  const hasBand = among === 1 || half < WIDE;
  return drawn("g", {},
    hasBand ? drawn("path", {class: "band", fill: colour, d: `${pathThrough([...upper, ...lower.reverse()])}Z`}) : [],
    drawn("path", {class: "line", stroke: colour, d: pathThrough(stairs(frame, domain, values, i => i / n)),
      "stroke-dasharray": seriesDashes(place % 4).join(" ")}),
    drawn("title", {}, `${name}: ${n} runs, band ± ${(half * 100).toFixed(0)} %`));
}

function rankOf(values, part) {
  return values[Math.max(0, Math.ceil(values.length * part) - 1)];
}

export function showDistributions(content, groupText, metricText) {
  const choiceMade = chosen(report.groups, groupText, metricText);
  const {group, metric} = choiceMade;
  const splits = splitsOf(group);
  const holder = element("div");
  const drawWith = split => {
    chosenSplit = split;
    holder.replaceChildren(picture(group, metric, (splits.find(([key]) => key === split) ?? splits[0])[2]));
  };
  content.append(element("h1", {}, "Distributions"), element("p", {class: "quiet"}, group.title),
    element("div", {class: "row controls"}, choosers("distributions", report.groups, choiceMade),
      splits.length > 1 ? choice("Apart by", splits.map(([key, label]) => [key, label]), chosenSplit, drawWith) : null),
    holder);
  drawWith(chosenSplit ?? splits[0][0]);
}

function picture(group, metric, nameOf) {
  const samples = samplesBy(group, metric, nameOf);
  const all = samples.flatMap(sample => sample.values);
  if (all.length === 0) {
    return element("p", {class: "note"}, "No run that counts has a value of this metric.");
  }
  const unit = unitOf[metric];
  const domain = domainOf(all);
  const frame = chart({name: `Distribution of ${words(metric)}; the table below has its percentiles`,
    x: {domain, unit, label: words(metric)}, y: {domain: [0, 1], unit: "count", label: "share of runs"}});
  frame.add(samples.map((sample, place) => line(frame, domain, sample, place, samples.length)));
  const isAnyWide = samples.length > 1 && samples.some(({values}) => report.bands[values.length - 1] >= WIDE);
  const legend = samples.map((sample, place) => {
    const swatch = element("span", {class: "swatch"});
    swatch.style.background = seriesPaint(place);
    return element("span", {class: "legend"}, swatch, sample.name);
  });
  const cell = text => ({text, class: "number"});
  const rows = samples.map(({name, values}) => [name, cell(String(values.length)),
    ...[0, 0.1, 0.5, 0.9, 1].map(part => cell(quantity(rankOf(values, part), unit))),
    cell(`± ${(report.bands[values.length - 1] * 100).toFixed(0)} points`)]);
  return element("figure", {class: "panel", "data-plot": "ecdf"},
    element("figcaption", {}, element("h3", {}, words(metric)), element("div", {class: "legends"}, legend)),
    frame.svg,
    element("p", {class: "quiet"}, "The step at a value is the share of runs that are not above it. With 95 % confidence "
      + "the distribution that the runs are drawn from lies within the band everywhere (Dvoretzky, Kiefer, Wolfowitz, "
      + "Massart)" + (isAnyWide ? "; bands of more than ± 35 points are left out beside other lines" : "")
      + ". Percentiles are values that occurred (nearest rank)."),
    table("Percentiles", ["", "runs", "smallest", "p10", "median", "p90", "largest", "band"], rows));
}
