// One run: its plots, states, shares of the paths, and events, all in step.

import {RATE_WINDOWS, averageRatesOver, detailOf, groupOf, isOk, measured, report, runName, runWithId, serverOf} from "./content.js";
import {choice, chip, drawn, element, table} from "./dom.js";
import {EventList} from "./event-list.js";
import {counted, quantity, words} from "./format.js";
import {PlotPanel} from "./plot-panel.js";
import {StateTimeline} from "./state-timeline.js";
import {onTheme, seriesPaint} from "./theme.js";
import {TimeWindow} from "./time-window.js";

const MOST_LINES = 14;
/** Totals say less over time than their rates; they are a click away. */
const HIDDEN = ["delivered_bytes", "received_bytes", "sent_bytes", "lag_p99_ns"];
const TITLES = {
  "goodput": "Goodput of the application", "rate received": "Rate received, by server",
  "rate sent": "Rate sent, by server", "rtt_ns": "Round-trip time, by server",
  "outstanding_bytes": "Bytes under way, by server", "cwnd_bytes": "Congestion window, by server",
  "delivered_bytes": "Bytes delivered so far", "received_bytes": "Bytes received so far, by server",
  "sent_bytes": "Bytes sent so far, by server", "lag_p99_ns": "Lag of the testbed (99th percentile)",
};

let current = null;

/** A server has one colour in all plots. */
function coloursOf(detail) {
  const clients = new Set(detail.series.filter(one => one.metric === "delivered_bytes")
    .map(one => one.subject));
  const names = [...new Set(detail.series.map(one => serverOf(one.subject)))]
    .filter(name => !clients.has(name));
  return {names, clients};
}

function linesOf(detail, metric, colours) {
  const all = detail.series.filter(one => one.metric === metric);
  const shown = all.length <= MOST_LINES ? all
    : [...all].sort((a, b) => b.values.at(-1) - a.values.at(-1)).slice(0, MOST_LINES);
  return shown.map((series, i) => {
    const isOnlyClient = colours.clients.has(series.subject) && all.length === 1;
    const place = colours.names.indexOf(serverOf(series.subject));
    return {series, colour: place >= 0 ? place : i, isInk: isOnlyClient};
  });
}

function header(run) {
  const state = {ok: ["ok", "good"], invalid: ["INVALID", "bad"]}[run.state] ?? [run.state, "bad"];
  const unmet = run.expectations.filter(one => !one.met);
  const verdict = run.expectations.length === 0 ? null
    : unmet.length === 0 ? chip(`${counted(run.expectations.length, "expectation")} met`, "good")
      : chip(`${unmet.length} of ${counted(run.expectations.length, "expectation")} NOT met`, "bad");
  const facts = ["goodput", "completion_time", "failover_gap", "longest_gap"]
    .filter(metric => measured(run, metric) !== null)
    .map(metric => element("div", {class: "fact"}, element("span", {}, words(metric)),
      element("strong", {}, quantity(measured(run, metric),
        report.metrics.find(one => one.name === metric).unit))));
  return element("div", {},
    element("h1", {}, run.title),
    element("p", {class: "row"}, element("span", {class: "quiet"}, runName(run)),
      chip(...state), verdict, run.failure ? element("span", {class: "bad"}, run.failure) : null,
      element("a", {href: `#/network/${run.id}`}, "network and playback"),
      element("a", {href: `#/scenario/${run.scenario}`}, "scenario text")),
    facts.length ? element("div", {class: "facts"}, facts) : null);
}

function picker(run) {
  const options = groupOf(run).points.flatMap(point => point.runs)
    .map(place => report.runs[place])
    .map(one => [one.id, runName(one) + (isOk(one) ? "" : ` (${one.state})`) + (one.detailed ? "" : " – totals only")]);
  return choice("Run", options, run.id, id => { location.hash = `#/run/${id}`; });
}

/** What each server brought, beside the others. */
function shares(run) {
  const way = ["from", "to"].find(one => report.metrics.some(metric =>
    metric.name.startsWith(`bytes_${one}(`) && measured(run, metric.name) > 0));
  const rows = report.metrics.filter(metric => metric.name.startsWith(`bytes_${way}(`))
    .map(metric => ({name: metric.name.slice(7 + way.length, -1), bytes: measured(run, metric.name)}))
    .filter(row => row.bytes !== null);
  const sum = rows.reduce((total, row) => total + row.bytes, 0);
  if (!sum || rows.length < 2) {
    return null;
  }
  const places = current ? current.colours.names : [];
  let x = 0;
  const parts = rows.map((row, i) => {
    const place = places.indexOf(row.name);
    const width = 1000 * row.bytes / sum;
    x += width;
    return drawn("rect", {x: x - width, y: 0, width: Math.max(0, width - 2), height: 22,
      fill: seriesPaint(place < 0 ? i : place)}, drawn("title", {}, `${row.name}: ${quantity(row.bytes, "bytes")}`));
  });
  return element("figure", {class: "panel", "data-plot": "shares"},
    element("figcaption", {}, element("h3", {}, `Contribution of each path (bytes ${way} the server)`)),
    drawn("svg", {class: "shares", viewBox: "0 0 1000 22", preserveAspectRatio: "none", role: "img",
      "aria-label": "Share of each server; the table says the same"}, parts),
    table("Bytes and shares", ["server", "bytes", "share"], rows.map(row => [row.name,
      {text: quantity(row.bytes, "bytes"), class: "number"},
      {text: `${(100 * row.bytes / sum).toFixed(2)} %`, class: "number"}])));
}

function verdicts(run) {
  const rows = run.expectations.map(one => [one.name,
    {text: quantity(one.measured, one.unit), class: "number"},
    {text: quantity(one.low, one.unit), class: "number"}, {text: quantity(one.high, one.unit), class: "number"},
    one.met ? chip("met", "good") : chip("NOT met", "bad")]);
  return rows.length === 0 ? null : element("section", {class: "panel"}, element("h3", {}, "Expectations"),
    table("Expectations of this run", ["metric", "measured", "at least", "at most", "verdict"], rows));
}

function markKey(marks) {
  const names = {fault: "fault", repair: "repair", change: "change of a link", reaction: "reaction of the protocol"};
  const kinds = Object.keys(names).filter(kind => marks.some(mark => mark.kind === kind));
  return kinds.map(kind => element("span", {class: `key ${kind}`}, names[kind]));
}

function toolbar(window, marks) {
  const button = (label, title, action) => element("button", {type: "button", title, onclick: action}, label);
  const middle = () => window.cursor ?? (window.from + window.to) / 2;
  return element("div", {class: "row controls sticky"},
    button("+", "Zoom in (+)", () => window.zoom(0.5, middle())),
    button("−", "Zoom out (−)", () => window.zoom(2, middle())),
    button("◀", "Earlier (Shift ←)", () => window.pan(-0.2)),
    button("▶", "Later (Shift →)", () => window.pan(0.2)),
    button("Whole run", "Show the whole run (0)", () => window.reset()),
    markKey(marks),
    element("span", {class: "quiet hint"}, "drag over a plot to zoom, double-click for all"));
}

/** The plots of a run that were chosen, each when its box is ticked. */
function plotList(detail, window, colours) {
  const metrics = [...new Set(detail.series.map(one => one.metric))];
  const holder = element("div", {class: "plots"});
  const panels = new Map();
  const show = metric => {
    const total = detail.series.filter(one => one.metric === metric).length;
    const note = total > MOST_LINES ? ` (the largest ${MOST_LINES} of ${total})` : "";
    const panel = new PlotPanel((TITLES[metric] ?? words(metric)) + note,
      linesOf(detail, metric, colours), window, detail.marks);
    panel.root.dataset.metric = metric;
    panels.set(metric, panel);
    const after = metrics.slice(metrics.indexOf(metric) + 1).map(one => panels.get(one))
      .find(one => one?.root.isConnected);
    holder.insertBefore(panel.root, after?.root ?? null);
    return panel;
  };
  const toggle = (metric, isShown) => {
    if (isShown) {
      const panel = panels.get(metric) ?? show(metric);
      panel.root.hidden = false;
      panel.draw();
    } else {
      panels.get(metric).root.hidden = true;
    }
  };
  const boxes = metrics.map(metric => element("label", {class: "choice"},
    element("input", {type: "checkbox", checked: !HIDDEN.includes(metric),
      onchange: event => toggle(metric, event.target.checked)}), element("span", {}, words(metric))));
  metrics.filter(metric => !HIDDEN.includes(metric)).forEach(show);
  const chooser = element("fieldset", {class: "row controls"}, element("legend", {}, "Plots"), boxes);
  return {holder, chooser, draw: () => panels.forEach(panel => !panel.root.hidden && panel.draw())};
}

function keepInAddress(run, window) {
  const part = window.isWhole ? "" : `/${window.from}-${window.to}`;
  history.replaceState(null, "", `#/run/${run.id}${part}`);
}

function rateChoice(detail, redraw) {
  const windows = RATE_WINDOWS.filter(one => one === detail.window || one < detail.end / 4);
  const label = one => one === 0 ? "each sample" : quantity(one, "ns");
  return choice("Rates over", windows.map(one => [one, label(one)]), detail.window, one => {
    averageRatesOver(Number(one));
    redraw();
  });
}

function startWindow(detail, part) {
  const window = new TimeWindow(detail.end);
  const [from, to] = (part ?? "").split("-").map(Number);
  if (to > from) {
    window.show(from, to);
  }
  return window;
}

export function redrawRun() {
  current?.draw();
}

onTheme(redrawRun);
addEventListener("resize", redrawRun);

export function leaveRun() {
  current = null;
}

export function showRun(content, id, part) {
  const run = runWithId(id) ?? report.runs.find(one => one.detailed) ?? report.runs[0];
  if (!run) {
    content.append(element("p", {class: "note"}, "The store has no runs."));
    return;
  }
  content.append(header(run), element("div", {class: "row controls"}, picker(run)));
  const detail = detailOf(run);
  if (!detail) {
    content.append(element("p", {class: "note"}, "This page has only the totals of this run. ",
      element("code", {}, `kwiklab report ${report.store} --runs ${run.id}`), " puts its samples and events in."));
    content.append(...[shares(run), verdicts(run)].filter(Boolean));
    return;
  }
  const window = startWindow(detail, part);
  const colours = coloursOf(detail);
  const states = new StateTimeline(detail.bars, detail.marks, window);
  const plots = plotList(detail, window, colours);
  plots.chooser.append(rateChoice(detail, () => {
    content.replaceChildren();
    showRun(content, id, window.isWhole ? "" : `${window.from}-${window.to}`);
  }));
  current = {run, window, colours, draw: () => { plots.draw(); states.draw(); }};
  content.append(plots.chooser, toolbar(window, detail.marks), states.root, plots.holder,
    ...[shares(run), verdicts(run)].filter(Boolean), new EventList(detail.events, window).root);
  current.draw();
  window.listen(what => what === "window" && keepInAddress(run, window));
}

/** [ and ]: the run before or after the one that is shown. */
export function neighbour(id, direction) {
  const place = report.runs.findIndex(run => String(run.id) === String(id));
  return report.runs[place + direction];
}
