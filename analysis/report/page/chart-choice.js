// Which group and which metric a view shows; the address has both.

import {measured, report, unitOf} from "./content.js";
import {choice} from "./dom.js";
import {words} from "./format.js";

const FIRST = ["goodput", "completion_time", "failover_gap"];

/** Metrics that some run of the group has; those that do not vary are last. */
export function metricsOf(group) {
  const runs = group.points.flatMap(point => point.runs).map(place => report.runs[place]);
  const varies = metric => {
    const values = new Set(runs.map(run => measured(run, metric)).filter(value => value !== null));
    return values.size > 1;
  };
  const all = Object.keys(unitOf).filter(metric => runs.some(run => measured(run, metric) !== null));
  const rank = metric => (FIRST.includes(metric) ? FIRST.indexOf(metric) : 10) + (varies(metric) ? 0 : 100);
  return all.sort((a, b) => rank(a) - rank(b));
}

/** {group, place, metric} for what the address asks, or the first there is. */
export function chosen(groups, groupText, metricText) {
  const place = groups.includes(report.groups[Number(groupText)]) && groupText !== undefined
    ? Number(groupText) : report.groups.indexOf(groups[0]);
  const group = report.groups[place];
  const metrics = metricsOf(group);
  return {group, place, metrics, metric: metrics.includes(metricText) ? metricText : metrics[0]};
}

export function choosers(view, groups, {place, metric, metrics}) {
  const go = (toPlace, toMetric) => {
    location.hash = `#/${view}/${toPlace}${toMetric ? `/${encodeURIComponent(toMetric)}` : ""}`;
  };
  const scenario = groups.length < 2 ? null : choice("Scenario",
    groups.map(group => [report.groups.indexOf(group), group.title]), place, to => go(to, metric));
  return [scenario, choice("Metric", metrics.map(one => [one, words(one)]), metric, to => go(place, to))]
    .filter(Boolean);
}
