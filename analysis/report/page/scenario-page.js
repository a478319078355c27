// The text of a scenario, as `kwiklab show` prints it.

import {report, scenarioOf, runName} from "./content.js";
import {element} from "./dom.js";

export function showScenario(content, hash) {
  const scenario = scenarioOf(hash ?? report.runs[0]?.scenario);
  if (!scenario) {
    content.append(element("p", {class: "note"}, "There is no such scenario in this report."));
    return;
  }
  const runs = report.runs.filter(run => run.scenario === hash);
  content.append(element("h1", {}, scenario.title),
    scenario.question ? element("p", {class: "question"}, scenario.question) : "",
    element("p", {class: "row"}, element("span", {class: "quiet"}, `hash ${hash}`),
      runs.slice(0, 20).map(run => element("a", {href: `#/run/${run.id}`}, runName(run)))),
    element("pre", {class: "panel scenario", tabindex: "0", "aria-label": "Scenario text"},
      element("code", {}, scenario.text)));
}
