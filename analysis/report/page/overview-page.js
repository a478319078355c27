// What a reader wants first: did everything hold, by how much, and of which runs is it said?

import {isOk, measured, report, runName, statistics, unitOf} from "./content.js";
import {chip, element, table} from "./dom.js";
import {counted, quantity, words} from "./format.js";

const COLUMNS = ["goodput", "completion_time", "failover_gap", "longest_gap"];
const MOST_ROWS = 200;

function number(text) {
  return {text, class: "number"};
}

function range(values, unit) {
  const low = quantity(Math.min(...values), unit);
  const high = quantity(Math.max(...values), unit);
  return low === high ? low : `${low} … ${high}`;
}

function summary() {
  const expectations = report.runs.flatMap(run => run.expectations);
  const unmet = expectations.filter(one => !one.met).length;
  const broken = report.runs.filter(run => !isOk(run));
  const worst = report.conclusions.filter(one => !one.met).length;
  const different = report.fidelity.flatMap(one => one.rows).filter(row => row.verdict !== "equivalent").length;
  const tile = (value, label, kind) => element("div", {class: `tile ${kind}`},
    element("strong", {}, value), element("span", {}, label));
  return element("div", {class: "tiles"},
    tile(String(report.runs.length), `runs of ${counted(report.groups.length, "scenario")}`, "plain"),
    expectations.length ? tile(`${expectations.length - unmet}/${expectations.length}`, "expectations met",
      unmet ? "bad" : "good") : null,
    report.conclusions.length ? tile(`${report.conclusions.length - worst}/${report.conclusions.length}`,
      "conclusions met", worst ? "bad" : "good") : null,
    report.fidelity.length ? tile(String(different), "metrics not equivalent in both worlds",
      different ? "bad" : "good") : null,
    tile(String(broken.length), "runs failed, killed or INVALID", broken.length ? "bad" : "good"));
}

function brokenRuns() {
  const rows = report.runs.filter(run => !isOk(run)).map(run => [
    element("a", {href: `#/run/${run.id}`}, run.title), runName(run),
    chip(run.state === "invalid" ? "INVALID" : run.state, "bad"), run.failure || "–"]);
  return rows.length === 0 ? null : element("section", {class: "panel"},
    element("h2", {}, "Runs that do not count"),
    table("Failed, killed and INVALID runs count nowhere else in this report",
      ["scenario", "run", "state", "why"], rows));
}

function conclusions() {
  const rows = report.conclusions.map(one => [one.name, number(quantity(one.measured, one.unit)),
    number(one.interval ? one.interval.map(end => quantity(end, one.unit)).join(" … ") : "–"),
    number(quantity(one.low, one.unit)), number(quantity(one.high, one.unit)),
    number(one.valueless ? `${one.points - one.valueless} of ${one.points}` : String(one.points)),
    one.met ? chip("met", "good") : chip("NOT met", "bad"), one.title]);
  return rows.length === 0 ? null : element("section", {class: "panel"},
    element("h2", {}, "Conclusions"),
    table("What all runs of a scenario amount to",
      ["conclusion", "measured", "95 % interval", "at least", "at most", "points", "verdict", "scenario"], rows));
}

/** The same expectation over all runs of a group that count. */
function expectationRows(runs) {
  const byName = new Map();
  for (const run of runs) {
    for (const one of run.expectations) {
      const key = `${one.name} ${one.low} ${one.high}`;
      byName.set(key, [...(byName.get(key) ?? []), {...one, run}]);
    }
  }
  return [...byName.values()].map(all => {
    const [{name, unit, low, high}] = all;
    const values = all.map(one => one.measured).filter(value => value !== null);
    const unmet = all.filter(one => !one.met);
    const verdict = unmet.length === 0 ? chip("met", "good")
      : element("span", {}, chip("NOT met", "bad"), " ", unmet.slice(0, 8).map(one =>
        element("a", {class: "spaced", href: `#/run/${one.run.id}`}, runName(one.run))),
      unmet.length > 8 ? ` and ${unmet.length - 8} more` : "");
    return {isMet: unmet.length === 0, cells: [name, number(values.length ? range(values, unit) : "–"),
      number(quantity(low, unit)), number(quantity(high, unit)), verdict]};
  });
}

function pointRows(group, metrics) {
  return group.points.map(point => {
    const runs = point.runs.map(place => report.runs[place]);
    const name = point.values.map((value, i) => `${group.parameters[i]} = ${value}`).join(", ") || "all seeds";
    const cells = metrics.map(metric => {
      const one = statistics(point, metric);
      return number(!one ? "–" : quantity(one.mean, unitOf[metric])
        + (one.half > 0 ? ` ± ${quantity(one.half, unitOf[metric], 2)}` : ""));
    });
    const links = runs.slice(0, 12).map(run =>
      element("a", {class: `spaced ${isOk(run) ? "" : "bad"}`, href: `#/run/${run.id}`,
        title: isOk(run) ? runName(run) : `${runName(run)}: ${run.state}`}, String(run.seed)));
    return [name, point.world, ...cells,
      element("span", {}, links, runs.length > 12 ? `and ${runs.length - 12} more` : "")];
  });
}

function groupPanel(group, place) {
  const runs = group.points.flatMap(point => point.runs).map(at => report.runs[at]);
  const counting = runs.filter(isOk);
  const metrics = COLUMNS.filter(metric => counting.some(run => measured(run, metric) !== null));
  const expectations = expectationRows(counting);
  const unmet = expectations.filter(row => !row.isMet).length;
  const rows = pointRows(group, metrics);
  return element("section", {class: "panel", "aria-label": group.title},
    element("h2", {}, group.title),
    element("p", {class: "row"},
      element("span", {class: "quiet"}, counted(runs.length, "run"),
        group.points.length > 1 ? `, ${counted(group.points.length, "point")}` : ""),
      expectations.length === 0 ? null : unmet === 0 ? chip("all expectations met", "good")
        : chip(`${unmet} of ${counted(expectations.length, "expectation")} NOT met`, "bad"),
      element("a", {href: `#/distributions/${place}`}, "distributions"),
      group.parameters.length ? element("a", {href: `#/sweep/${place}`}, "sweep") : null,
      element("a", {href: `#/scenario/${runs[0].scenario}`}, "scenario text")),
    table(rows.length > MOST_ROWS ? `The first ${MOST_ROWS} of ${rows.length} points`
      : "Means with 95 % confidence intervals (Student's t) over the seeds",
      ["point", "world", ...metrics.map(words), "seeds"], rows.slice(0, MOST_ROWS)),
    expectations.length === 0 ? null : table("Expectations, over all runs that count",
      ["metric", "measured", "at least", "at most", "verdict"], expectations.map(row => row.cells)));
}

function provenance() {
  const builds = new Map();
  for (const run of report.runs) {
    const versions = Object.entries(run.versions).map(([name, version]) => `${name} ${version}`).join(", ");
    const key = JSON.stringify([run.commit, run.dirty, run.build, versions]);
    builds.set(key, (builds.get(key) ?? 0) + 1);
  }
  const rows = [...builds].map(([key, count]) => {
    const [commit, dirty, build, versions] = JSON.parse(key);
    return [{text: commit.slice(0, 12), title: commit}, dirty ? chip("changed", "warn") : "as committed",
      build, versions, number(String(count))];
  });
  return element("section", {class: "panel"}, element("h2", {}, "Made with"),
    table("Builds that did the runs", ["commit", "tree", "build", "versions", "runs"], rows));
}

export function showOverview(content) {
  const isWhole = report.runs.every(run => run.detailed);
  content.append(
    element("h1", {}, report.name),
    element("p", {class: "quiet"}, `${counted(report.runs.length, "run")} from ${report.store}`,
      isWhole ? "" : `; samples and events of ${report.runs.filter(run => run.detailed).length} of them are in this page`),
    summary(), ...[brokenRuns(), conclusions()].filter(Boolean),
    ...report.groups.map(groupPanel), provenance());
}
