// What the page was written with. Blocks of runs are large: each is read when it is first shown.

import {decode} from "./columns.js";
import {Pyramid} from "./pyramid.js";

function block(id) {
  const node = document.getElementById(id);
  return node ? JSON.parse(node.textContent) : null;
}

export const report = block("report");
export const unitOf = Object.fromEntries(report.metrics.map(metric => [metric.name, metric.unit]));
const placeOf = Object.fromEntries(report.metrics.map((metric, i) => [metric.name, i]));

let scenarioCache = null;

/** {title, question, text, hosts, links, transfers} */
export function scenarioOf(hash) {
  scenarioCache ??= block("scenarios");
  return scenarioCache[hash];
}

export function measured(run, metric) {
  return run.values[placeOf[metric]] ?? null;
}

/** {n, mean, half, median, low, high} of a point of a group, or null. */
export function statistics(point, metric) {
  const row = point.statistics[placeOf[metric]];
  if (!row) {
    return null;
  }
  const [n, mean, half, median, low, high] = row;
  return {n, mean, half, median, low, high};
}

export function isOk(run) {
  return run.state === "ok";
}

export function groupOf(run) {
  const place = report.runs.indexOf(run);
  return report.groups.find(group => group.points.some(point => point.runs.includes(place)));
}

export function runWithId(id) {
  return report.runs.find(run => String(run.id) === String(id));
}

/** "seed 3 · loss = 0.5 · testbed" */
export function runName(run) {
  const parameters = Object.entries(run.parameters).map(([name, value]) => `${name} = ${value}`);
  const world = run.world === "testbed" ? ["testbed"] : [];
  return [...parameters, `seed ${run.seed}`, ...world].join(" · ");
}

class Series {
  #drawn = null;
  #pyramid = null;

  constructor(metric, subject, unit, times, values) {
    Object.assign(this, {metric, subject, unit, times, values});
  }

  /** The values as a line shows them: a round-trip time of 0 says that there is no path. */
  get drawn() {
    if (this.metric !== "rtt_ns") {
      return this.values;
    }
    this.#drawn ??= Float64Array.from(this.values, value => value === 0 ? NaN : value);
    return this.#drawn;
  }

  get pyramid() {
    this.#pyramid ??= new Pyramid(this.drawn);
    return this.#pyramid;
  }
}

/** Bytes so far without the falls: a count that falls is a new session's and starts from 0. */
function withoutFalls(values) {
  const sums = new Float64Array(values.length);
  for (let i = 0, lost = 0; i < values.length; ++i) {
    lost += i > 0 && values[i] < values[i - 1] ? values[i - 1] : 0;
    sums[i] = values[i] + lost;
  }
  return sums;
}

/**
 * Bytes so far as a rate: what they rose by within the window before a sample, at least since the
 * sample before it. Before the first one the count rises from 0 within one sampling period.
 */
export function rateOf(series, metric, window) {
  const {times} = series;
  const sums = withoutFalls(series.values);
  const rates = new Float64Array(sums.length);
  const period = times.length > 1 ? times[1] - times[0] : times[0];
  const start = Math.max(0, times[0] - period);
  for (let i = 0, from = -1; i < sums.length; ++i) {
    while (from + 1 < i && times[from + 1] <= times[i] - window) {
      ++from;
    }
    const since = window > 0 ? from : i - 1;
    const span = times[i] - (since < 0 ? start : times[since]);
    rates[i] = span > 0 ? (sums[i] - (since < 0 ? 0 : sums[since])) * 8e9 / span : 0;
  }
  return new Series(metric, series.subject, "bps", times, rates);
}

/** Over how long rates can be averaged; 0 is from sample to sample. */
export const RATE_WINDOWS = [0, 1e7, 2e7, 5e7, 1e8, 2e8, 5e8, 1e9, 2e9, 5e9, 1e10, 3e10, 6e10, 3e11];

const runCache = new Map();
const MOST_CACHED = 4;
let rateWindow = null;

/** Of all runs from now on; null is what suits the length of each. */
export function averageRatesOver(window) {
  rateWindow = window;
  runCache.clear();
}

/** Ranges arrive in bursts: a visible part of the picture smooths them. */
function windowFor(end) {
  return rateWindow ?? RATE_WINDOWS.find(window => window >= end / 30) ?? RATE_WINDOWS.at(-1);
}

const RATES = [["delivered_bytes", "goodput"], ["received_bytes", "rate received"], ["sent_bytes", "rate sent"]];

function ratesOf(stored, window) {
  return RATES.flatMap(([from, metric]) =>
    stored.filter(one => one.metric === from).map(one => rateOf(one, metric, window)));
}

/**
 * {end, series, rates, window, events, marks, bars} of a run, or null where the page was written
 * without it. Rates among the series are averaged over the window, those of `rates` are not.
 */
export function detailOf(run) {
  if (runCache.has(run.id)) {
    return runCache.get(run.id);
  }
  const data = block(`run-${run.id}`);
  if (!data) {
    return null;
  }
  const times = data.times.map(decode);
  const stored = data.series.map(one =>
    new Series(one.metric, one.subject, one.unit, times[one.times], decode(one.values)));
  const window = windowFor(data.end_ns);
  const detail = {
    run,
    end: data.end_ns,
    window,
    series: [...ratesOf(stored, window), ...stored],
    rates: ratesOf(stored, 0),
    events: {...data.events, t: decode(data.events.t)},
    marks: data.marks.map(([t, kind, label]) => ({t, kind, label})),
    bars: data.bars,
  };
  if (runCache.size >= MOST_CACHED) {
    runCache.delete(runCache.keys().next().value);
  }
  runCache.set(run.id, detail);
  return detail;
}

/** The server that a subject is about: `client-b/mirror-a` is client-b's view of mirror-a. */
export function serverOf(subject) {
  return subject.slice(subject.indexOf("/") + 1);
}
