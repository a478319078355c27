// Light and dark: what the system says, unless the reader chose one of them.

const KEY = "kwiklab-report-theme";
const NAMES = {system: "Theme: system", light: "Theme: light", dark: "Theme: dark"};
const listeners = [];

function stored() {
  try {
    return localStorage.getItem(KEY) ?? "system";
  } catch {
    return "system"; // Pages from files have no storage in some browsers.
  }
}

let chosen = NAMES[stored()] ? stored() : "system";

function apply() {
  if (chosen === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = chosen;
  }
  document.getElementById("theme").textContent = NAMES[chosen];
  listeners.forEach(listener => listener());
}

export function nextTheme() {
  const names = Object.keys(NAMES);
  chosen = names[(names.indexOf(chosen) + 1) % names.length];
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // Then it holds as long as the page is open.
  }
  apply();
}

export function onTheme(listener) {
  listeners.push(listener);
}

export function startTheme() {
  document.getElementById("theme").addEventListener("click", nextTheme);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
  matchMedia("print").addEventListener("change", apply);
  apply();
}

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Okabe and Ito's colours, lighter on dark ground: told apart with every kind of colour vision. */
export function seriesColour(place) {
  return colour(`series-${place % 7}`);
}

/** Lines differ in more than their colour. */
/** The same for what follows the theme by itself. */
export function seriesPaint(place) {
  return `var(--series-${place % 7})`;
}

export function seriesDashes(place) {
  return [[], [7, 3], [2, 2], [8, 3, 2, 3]][Math.floor(place) % 4];
}
