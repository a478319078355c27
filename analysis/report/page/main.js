// The views of the page, and the keys that hold everywhere. The address says what is shown.

import {report, runWithId} from "./content.js";
import {showDistributions} from "./distributions-page.js";
import {element, speak, table} from "./dom.js";
import {showFidelity} from "./fidelity-page.js";
import {leaveNetwork, showNetwork} from "./network-page.js";
import {showOverview} from "./overview-page.js";
import {work} from "./pyramid.js";
import {leaveRun, neighbour, showRun} from "./run-page.js";
import {showScenario} from "./scenario-page.js";
import {showSweep} from "./sweep-page.js";
import {nextTheme, startTheme} from "./theme.js";

const VIEWS = [
  {name: "overview", label: "Overview", show: showOverview},
  {name: "run", label: "Run", show: showRun},
  {name: "network", label: "Network", show: showNetwork},
  {name: "distributions", label: "Distributions", show: showDistributions},
  {name: "sweep", label: "Sweep", show: showSweep,
   isThere: () => report.groups.some(group => group.parameters.length > 0)},
  {name: "fidelity", label: "Fidelity", show: showFidelity, isThere: () => report.fidelity.length > 0},
  {name: "scenario", label: "Scenario", show: showScenario},
];

const KEYS = [
  ["1 … 7", "the views, in their order"], ["[ and ]", "the run before, the run after"], ["t", "light, dark or as the system has it"],
  ["/", "search the events of a run"], ["?", "this list"],
  ["on a plot: ← →", "the sample before, the sample after"], ["Shift ← →", "earlier, later"],
  ["+ and −", "zoom in, zoom out"], ["0", "the whole run"], ["Home, End", "the first and last instant that is shown"],
  ["Esc", "no cursor"], ["on the network: space", "play, pause"],
];

const shown = () => VIEWS.filter(view => view.isThere?.() ?? true);

function place() {
  const [, name = "", ...rest] = location.hash.split("/");
  return {view: shown().find(view => view.name === name) ?? shown()[0], rest: rest.map(decodeURIComponent)};
}

function drawNavigation(view) {
  document.getElementById("views").replaceChildren(...shown().map(one => element("a",
    {href: `#/${one.name}`, "aria-current": one === view ? "page" : null}, one.label)));
}

function show() {
  if (location.hash && !location.hash.startsWith("#/")) {
    return; // A place within the page.
  }
  const {view, rest} = place();
  leaveRun();
  leaveNetwork();
  drawNavigation(view);
  const content = document.getElementById("content");
  content.replaceChildren();
  view.show(content, ...rest);
  const heading = content.querySelector("h1")?.textContent ?? view.label;
  document.title = `${heading} – ${report.name}`;
  speak(`${view.label}: ${heading}`);
  scrollTo(0, 0);
  document.documentElement.dataset.view = view.name;
}

function fillKeys() {
  const dialog = document.getElementById("keys");
  dialog.append(element("h2", {id: "keys-title"}, "Keys"),
    table("Keys", ["key", "does"], KEYS.map(([key, what]) => [element("kbd", {}, key), what])),
    element("p", {}, element("button", {type: "button", onclick: () => dialog.close()}, "Close")));
  document.getElementById("help").addEventListener("click", () => dialog.showModal());
}

function step(direction) {
  const {view, rest} = place();
  const current = runWithId(rest[0])?.id ?? report.runs.find(run => run.detailed)?.id;
  const next = neighbour(current, direction);
  if (["run", "network"].includes(view.name) && next) {
    location.hash = `#/${view.name}/${next.id}`;
  }
}

function isTyping(target) {
  return target.closest("input, select, textarea, dialog") !== null;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
    return;
  }
  const view = shown()[Number(event.key) - 1];
  const actions = {
    "?": () => document.getElementById("keys").showModal(),
    "t": nextTheme,
    "[": () => step(-1),
    "]": () => step(1),
    "/": () => document.querySelector("input[type=search]")?.focus(),
  };
  const action = view ? () => { location.hash = `#/${view.name}`; } : actions[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
}

startTheme();
fillKeys();
document.querySelector(".bottom").append(`Made by ${report.writer} from ${report.store}. `
  + "This file needs nothing else and asks no network.");
addEventListener("hashchange", show);
addEventListener("keydown", onKey);
show();
// For tests and for those who wonder: what drawing has cost so far.
globalThis.kwiklabReport = {work, report};
