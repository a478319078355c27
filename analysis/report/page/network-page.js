// The network of a run, and the run played in it.

import {detailOf, report, runName, runWithId, scenarioOf} from "./content.js";
import {choice, drawn, element, speak, table} from "./dom.js";
import {clock, quantity} from "./format.js";
import {SIZE, layout} from "./network-layout.js";
import {NetworkState} from "./network-state.js";

const SPEEDS = [["0.1", "a tenth of real time"], ["0.5", "half of real time"], ["1", "real time"],
                ["4", "4 times real time"], ["20", "20 times real time"]];
const RECENT = 1.5e9;
let player = null;

export function leaveNetwork() {
  player?.pause();
  player = null;
}

class Player {
  #frame = null;

  constructor(run, detail, scenario) {
    Object.assign(this, {run, detail, scenario, instant: 0, speed: 1});
    this.state = new NetworkState(scenario, detail);
    this.plan = layout(scenario, this.state.named);
    this.build();
    this.show(0);
  }

  build() {
    this.links = this.plan.links.map(link => this.#link(link));
    this.hosts = this.plan.hosts.map(host => this.#host(host));
    const labels = this.links.map(link => link.texts);
    this.svg = drawn("svg", {class: "network chart", viewBox: `-30 -6 ${SIZE.width + 60} ${this.plan.height + 12}`,
      role: "img", "aria-label": "Network; the table below says what it shows"},
    this.links.map(link => link.root), labels, this.hosts.map(host => host.root));
    this.button = element("button", {type: "button", id: "play", onclick: () => this.toggle()}, "▶ Play");
    this.slider = element("input", {type: "range", min: 0, max: 1000, value: 0, "aria-label": "Instant of the run",
      oninput: event => { this.pause(); this.show(Number(event.target.value) / 1000 * this.detail.end); }});
    this.output = element("output", {});
    this.happening = element("p", {class: "happening quiet"});
    this.values = element("div");
  }

  #link(link) {
    const line = drawn("path", {d: link.d, class: "link", "stroke-width": 2});
    const flow = drawn("path", {d: link.d, class: "flow", "stroke-width": 2});
    const first = drawn("text", {x: link.label.x, y: link.label.y - 4, class: "halo"});
    const second = drawn("text", {x: link.label.x, y: link.label.y + 12, class: "halo sub"},
      `${quantity(link.rate_bps, "bps")}, ${quantity(link.delay_ns, "ns")}`);
    return {link, line, flow, first, texts: [first, second], root: drawn("g", {"data-link": link.key}, line, flow)};
  }

  #host(host) {
    const {width, height} = SIZE.host;
    const text = drawn("text", {x: host.x, y: host.y + 13, class: "sub"});
    const root = drawn("g", {class: `host ${host.role}`, "data-host": host.name},
      drawn("rect", {x: host.x - width / 2, y: host.y - height / 2, width, height, rx: 9}),
      drawn("text", {x: host.x, y: host.y - 2, "font-weight": 600},
        host.name.length > 17 ? `${host.name.slice(0, 16)}…` : host.name), text,
      drawn("title", {}, `${host.name}, ${host.role}${host.region ? ` in ${host.region}` : ""}`));
    return {host, root, text};
  }

  show(instant) {
    this.instant = Math.max(0, Math.min(this.detail.end, instant));
    this.hosts.forEach(one => this.#showHost(one));
    this.links.forEach(one => this.#showLink(one));
    this.slider.value = String(Math.round(this.instant / this.detail.end * 1000));
    this.slider.setAttribute("aria-valuetext", clock(this.instant));
    this.output.textContent = clock(Math.round(this.instant / 1e6) * 1e6);
    const recent = this.detail.marks.filter(mark => mark.t <= this.instant && mark.t > this.instant - RECENT);
    this.happening.textContent = recent.map(mark => `${clock(mark.t)} ${mark.label}`).join(" · ");
    if (this.#frame === null) {
      this.#fillTable();
    }
  }

  #showHost({host, root, text}) {
    const {look, text: state} = this.state.host(host.name, this.instant);
    root.setAttribute("class", `host ${host.role} ${look}`);
    text.textContent = [state, host.region].filter(Boolean).join(" · ") || host.role;
  }

  #showLink({link, line, flow, first}) {
    const state = this.state.link(link.key, this.instant);
    const part = Math.min(1, state.rate / link.rate_bps);
    line.setAttribute("class", `link ${state.look}`);
    line.setAttribute("stroke-width", String(2 + 9 * part));
    flow.setAttribute("stroke-width", String(part > 0 ? 1.5 + 3 * part : 0));
    const isFromEnd = state.isUpload === (this.#role(link.between[0]) === "client");
    flow.setAttribute("stroke-dashoffset", String((isFromEnd ? -1 : 1) * (this.instant / 2e7 % 20)));
    first.textContent = [state.rate > 0 ? quantity(state.rate, "bps", 3) : "", ...state.notes].filter(Boolean).join(", ");
  }

  #role(name) {
    return this.scenario.hosts.find(host => host.name === name)?.role;
  }

  /** What the picture shows, in words. */
  #fillTable() {
    const rows = [...this.plan.hosts.map(host => [host.name, host.role,
      this.state.host(host.name, this.instant).text || "–",
      host.role === "server" ? quantity(this.state.server(host.name, this.instant), "bps") : "–"]),
    ...this.plan.links.map(link => {
      const {rate, notes} = this.state.link(link.key, this.instant);
      return [link.between.join(" – "), "link", notes.join(", ") || "as planned",
        `${quantity(rate, "bps")} of ${quantity(link.rate_bps, "bps")}`];
    })];
    this.values.replaceChildren(table(`The network after ${clock(Math.round(this.instant / 1e6) * 1e6)}`,
      ["what", "role", "state", "carries"], rows));
  }

  toggle() {
    if (this.#frame === null) {
      this.play();
    } else {
      this.pause();
    }
  }

  play() {
    if (this.instant >= this.detail.end) {
      this.show(0);
    }
    let before = null;
    const step = now => {
      const passed = before === null ? 0 : now - before;
      before = now;
      this.show(this.instant + passed * 1e6 * this.speed);
      this.#frame = this.instant < this.detail.end ? requestAnimationFrame(step) : null;
      if (this.#frame === null) {
        this.pause();
      }
    };
    this.#frame = requestAnimationFrame(step);
    this.button.textContent = "❚❚ Pause";
  }

  pause() {
    cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.button.textContent = "▶ Play";
    this.#fillTable();
    speak(`${clock(this.instant)}. ${this.happening.textContent}`);
  }

  /** To the mark before or behind the instant. */
  jump(direction) {
    const marks = this.detail.marks.map(mark => mark.t).filter(t => direction > 0 ? t > this.instant : t < this.instant);
    this.pause();
    this.show(marks.length === 0 ? (direction > 0 ? this.detail.end : 0) : direction > 0 ? Math.min(...marks) : Math.max(...marks));
  }
}

addEventListener("keydown", event => {
  if (event.key === " " && player && !event.target.closest("button, input, select, a, summary, dialog")) {
    event.preventDefault();
    player.toggle();
  }
});

export function showNetwork(content, id) {
  const run = runWithId(id) ?? report.runs.find(one => one.detailed) ?? report.runs[0];
  const detail = run && run.detailed ? detailOf(run) : null;
  const scenario = run ? scenarioOf(run.scenario) : null;
  if (!detail || scenario.hosts.length === 0) {
    content.append(element("h1", {}, "Network"), element("p", {class: "note"}, detail
      ? "The scenario's text is of another version of KwikLab, so its network is not known."
      : "This page has only the totals of this run."));
    return;
  }
  player = new Player(run, detail, scenario);
  const runs = report.runs.filter(one => one.detailed);
  const button = (label, title, action) => element("button", {type: "button", title, onclick: action}, label);
  content.append(element("h1", {}, run.title),
    element("p", {class: "row"}, element("span", {class: "quiet"}, runName(run)),
      element("a", {href: `#/run/${run.id}`}, "plots and events")),
    element("div", {class: "row controls"}, choice("Run", runs.map(one => [one.id, `${one.title}, ${runName(one)}`]),
      run.id, to => { location.hash = `#/network/${to}`; })),
    element("figure", {class: "panel", "data-plot": "network"},
      element("div", {class: "row controls player"}, player.button,
        button("◀ Event", "The event before", () => player.jump(-1)), button("Event ▶", "The next event", () => player.jump(1)),
        player.slider, player.output,
        choice("Speed", SPEEDS, "1", speed => { player.speed = Number(speed); })),
      player.happening, player.svg,
      player.plan.left > 0 ? element("p", {class: "quiet"}, `${player.plan.left} hosts that are not drawn`) : null,
      element("details", {class: "rows"}, element("summary", {}, "The network as a table"), player.values)));
}
