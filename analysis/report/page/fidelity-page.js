// How far simulation and testbed are apart: what `kwiklab validate` says, drawn, and the series of a
// simulated and a real run over each other.

import {chart} from "./chart.js";
import {detailOf, isOk, report} from "./content.js";
import {chip, choice, drawn, element, table} from "./dom.js";
import {quantity, signed, words} from "./format.js";
import {PlotPanel} from "./plot-panel.js";
import {onTheme} from "./theme.js";
import {TimeWindow} from "./time-window.js";

const VERDICTS = {
  "equivalent": ["equivalent", "good"], "different": ["DIFFERENT", "bad"],
  "undecided": ["NOT shown: needs more seeds", "warn"], "not compared": ["NOT compared: a run has no value", "bad"],
};
const OVERLAID = ["goodput", "rate received", "rate sent", "rtt_ns", "outstanding_bytes"];
let panels = [];

function cell(text) {
  return {text, class: "number"};
}

function mean(values) {
  return values.length ? values.reduce((sum, one) => sum + one, 0) / values.length : null;
}

/** Shares in points, others in percent of what was simulated. */
function relativeText(row, value) {
  if (row.unit === "ppm") {
    return `${value < 0 ? "−" : "+"}${(Math.abs(value) / 1e4).toFixed(2)} points`;
  }
  const base = row.means[0];
  return base === 0 ? signed(value, row.unit) : `${value < 0 ? "−" : "+"}${(100 * Math.abs(value / base)).toFixed(2)} %`;
}

function differenceText(row, value) {
  const relative = relativeText(row, value);
  return relative.endsWith("%") ? `${signed(value, row.unit)} (${relative})` : relative;
}

function rowCells(row) {
  const isCompared = row.means !== undefined;
  const interval = isCompared && row.interval
    ? row.interval.map(end => relativeText(row, end)).join(" … ") : "–";
  const tolerance = !isCompared ? "–" : row.unit === "ppm" ? `± ${(row.margin / 1e4).toFixed(2)} points`
    : `± ${quantity(row.margin, row.unit, 3)}`;
  return [row.metric, chip(...VERDICTS[row.verdict]), cell(quantity(mean(row.simulated), row.unit)), cell(quantity(mean(row.real), row.unit)),
    cell(isCompared ? differenceText(row, row.difference) : "–"), cell(interval), cell(tolerance),
    cell(row.theory || "–")];
}

/** Each interval in parts of its tolerance: equivalent is what lies within -1 and 1. */
function intervals(rows) {
  const compared = rows.filter(row => row.means !== undefined && row.margin > 0);
  if (compared.length === 0) {
    return null;
  }
  const most = Math.max(1.3, ...compared.flatMap(row => [row.difference, ...(row.interval ?? [])]
    .map(value => Math.min(3, Math.abs(value / row.margin) * 1.1))));
  const names = compared.map(row => row.metric).reverse();
  const frame = chart({name: "Differences in parts of their tolerance; the table says the same",
    x: {domain: [-most, most], unit: "count", label: "difference / tolerance"}, y: {names, label: ""},
    height: 70 + compared.length * 34, left: 30 + 6.4 * Math.max(...names.map(name => name.length))});
  const inside = value => frame.x(Math.max(-most, Math.min(most, value)));
  frame.add(drawn("rect", {x: frame.x(-1), width: frame.x(1) - frame.x(-1), y: frame.box.top,
    height: frame.box.bottom - frame.box.top, fill: "var(--good-ground)", opacity: 0.6}),
  compared.map(row => {
    const y = frame.y(row.metric);
    const colour = row.verdict === "equivalent" ? "var(--good)" : "var(--bad)";
    const [low, high] = (row.interval ?? [row.difference, row.difference]).map(end => inside(end / row.margin));
    return drawn("g", {stroke: colour, "stroke-width": 2.5},
      drawn("line", {x1: low, x2: high, y1: y, y2: y}),
      drawn("line", {x1: low, x2: low, y1: y - 6, y2: y + 6}),
      drawn("line", {x1: high, x2: high, y1: y - 6, y2: y + 6}),
      drawn("circle", {cx: inside(row.difference / row.margin), cy: y, r: 5, fill: colour}),
      drawn("title", {}, `${row.metric}: ${differenceText(row, row.difference)}`));
  }));
  return frame.svg;
}

function section(fidelity) {
  const unmet = fidelity.rows.filter(row => row.verdict !== "equivalent").length;
  return element("section", {class: "panel", "aria-label": fidelity.title},
    element("h2", {}, fidelity.title),
    element("p", {class: "row"}, unmet === 0 ? chip("equivalent in every metric", "good")
      : chip(`${unmet} of ${fidelity.rows.length} metrics not equivalent`, "bad"),
    element("span", {class: "quiet"}, fidelity.tolerances)),
    intervals(fidelity.rows),
    table("Simulation and testbed: means over the seeds, difference with its 90 % interval (Welch), and the tolerance "
      + "it has to lie within (two one-sided tests)",
    ["metric", "verdict", "simulated", "real", "difference", "90 % interval", "tolerance", "theory"],
    fidelity.rows.map(rowCells)));
}

/** Pairs of runs of one scenario and seed, one in each world, whose samples are in the page. */
function pairs() {
  const usable = report.runs.filter(run => isOk(run) && run.detailed);
  return usable.filter(run => run.world === "simulation").flatMap(simulated => {
    const real = usable.filter(run => run.world === "testbed" && run.scenario === simulated.scenario
      && run.seed === simulated.seed).at(-1);
    return real ? [{simulated, real}] : [];
  }).sort((a, b) => a.simulated.title.localeCompare(b.simulated.title) || a.simulated.seed - b.simulated.seed);
}

function overlayLines(details, metric) {
  const subjects = [...new Set(details.flatMap(({detail}) => detail.series
    .filter(one => one.metric === metric).map(one => one.subject)))];
  return details.flatMap(({detail, name, dashes}) => detail.series.filter(one => one.metric === metric)
    .map(series => ({series: Object.create(series, {subject: {value: `${series.subject || metric} ${name}`},
      pyramid: {get: () => series.pyramid}, drawn: {get: () => series.drawn}}), colour: subjects.indexOf(series.subject), dashes})));
}

function overlay(pair) {
  const details = [{detail: detailOf(pair.simulated), name: "simulated", dashes: []},
                   {detail: detailOf(pair.real), name: "real", dashes: [6, 4]}];
  const window = new TimeWindow(Math.max(...details.map(({detail}) => detail.end)));
  panels = OVERLAID.map(metric => [metric, overlayLines(details, metric)])
    .filter(([, lines]) => lines.length > 0)
    .map(([metric, lines]) => {
      const panel = new PlotPanel(words(metric), lines, window, []);
      panel.root.dataset.metric = metric;
      return panel;
    });
  return panels.map(panel => panel.root);
}

const redraw = () => panels.filter(panel => panel.root.isConnected).forEach(panel => panel.draw());
onTheme(redraw);
addEventListener("resize", redraw);

export function showFidelity(content) {
  content.append(element("h1", {}, "Fidelity"),
    element("p", {class: "quiet"}, "The same scenarios in simulation and over real sockets."),
    ...report.fidelity.map(section));
  const both = pairs();
  if (both.length === 0) {
    return;
  }
  const holder = element("div", {});
  const show = place => { holder.replaceChildren(...overlay(both[place])); redraw(); };
  content.append(element("h2", {}, "A simulated run over a real one"),
    element("div", {class: "row controls"}, choice("Runs", both.map(({simulated}, i) =>
      [i, `${simulated.title}, seed ${simulated.seed}`]), 0, show),
    element("span", {class: "quiet"}, "simulated: solid; real: dashed")), holder);
  show(0);
}
