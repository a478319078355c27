// The events of a run as a list that can be searched; as many rows as fit a page of it.

import {clock, counted, words} from "./format.js";
import {choice, element, table} from "./dom.js";

const PAGE = 50;

function detailText(json) {
  try {
    return Object.entries(JSON.parse(json)).map(([name, value]) => `${name}=${value}`).join("  ");
  } catch {
    return json;
  }
}

export class EventList {
  constructor(events, window) {
    Object.assign(this, {events, window, kind: "", text: "", first: 0, isWindowed: false});
    this.body = element("div");
    this.counter = element("span", {class: "quiet", role: "status"});
    const kinds = [...new Set(events.kind)].map(place => events.names[place]).sort();
    this.root = element("section", {class: "panel", "data-plot": "events", "aria-label": "Events"},
      element("div", {class: "row"}, element("h3", {}, "Events"), this.counter),
      element("div", {class: "row controls"},
        choice("Kind", [["", "all kinds"], ...kinds.map(kind => [kind, words(kind)])], "",
          kind => this.#search({kind})),
        element("label", {class: "choice"}, element("span", {}, "Contains"),
          element("input", {type: "search", placeholder: "server, cause, value …",
            oninput: event => this.#search({text: event.target.value.toLowerCase()})})),
        element("label", {class: "choice"},
          element("input", {type: "checkbox",
            onchange: event => this.#search({isWindowed: event.target.checked})}),
          element("span", {}, "only what the plots show"))),
      this.body);
    window.listen(what => what === "window" && this.isWindowed && this.#search({}));
    this.#search({});
  }

  #text(i) {
    const {names, node, kind, subject, detail} = this.events;
    return `${names[node[i]]} ${names[kind[i]]} ${names[subject[i]]} ${detail[i]}`.toLowerCase();
  }

  #search(change) {
    Object.assign(this, change, {first: 0});
    const wanted = this.events.names.indexOf(this.kind);
    this.found = [];
    for (let i = 0; i < this.events.t.length; ++i) {
      const instant = this.events.t[i];
      const isIn = !this.isWindowed || (instant >= this.window.from && instant <= this.window.to);
      const isKind = this.kind === "" || this.events.kind[i] === wanted;
      if (isIn && isKind && (this.text === "" || this.#text(i).includes(this.text))) {
        this.found.push(i);
      }
    }
    this.#show();
  }

  #show() {
    const {names, node, kind, subject, detail, t} = this.events;
    const shown = this.found.slice(this.first, this.first + PAGE);
    const rows = shown.map(i => ({
      attributes: {"data-event": i},
      cells: [element("button", {type: "button", class: "link", title: "Show this instant in the plots",
                onclick: () => this.window.point(t[i])}, clock(t[i])),
              names[node[i]] || "–", words(names[kind[i]]), names[subject[i]] || "–",
              {text: detailText(detail[i]), class: "code"}],
    }));
    this.counter.textContent = this.found.length === t.length ? counted(t.length, "event")
      : `${this.found.length.toLocaleString("en-US")} of ${counted(t.length, "event")}`;
    this.body.replaceChildren(
      table(`Events ${this.first + 1} to ${this.first + shown.length}`,
        ["time", "host", "event", "of", "details"], rows),
      this.#pager());
  }

  #pager() {
    const step = (label, to, isPossible) => element("button",
      {type: "button", disabled: !isPossible, onclick: () => { this.first = to; this.#show(); }}, label);
    return element("div", {class: "row"},
      step("← Earlier", Math.max(0, this.first - PAGE), this.first > 0),
      step("Later →", this.first + PAGE, this.first + PAGE < this.found.length));
  }
}
