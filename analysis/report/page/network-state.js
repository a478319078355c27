// What a network was like at an instant of a run: hosts that are down, links that changed, what goes
// over each link.

import {upperBound} from "./columns.js";
import {serverOf} from "./content.js";
import {routeBetween} from "./network-layout.js";

const PATH_STATES = {active: 4, degraded: 3, handshaking: 2, connecting: 2, failing: 1};
const LOOKS = {4: "active", 3: "warn", 2: "wait", 1: "down"};

function segmentsAt(bars, instant) {
  return bars.flatMap(bar => bar.segments.filter(([from, to]) => from <= instant && instant < to));
}

/** Of a rate the value that holds at an instant: that of the interval that ends behind it. */
function rateAt({times, values}, instant) {
  const place = upperBound(times, instant);
  const period = times.length > 1 ? times[1] - times[0] : times[0];
  const isBefore = place === 0 && instant < times[0] - period;
  return place < values.length && !isBefore ? values[place] : 0;
}

export class NetworkState {
  #rates;

  constructor(scenario, detail) {
    this.bars = detail.bars;
    const clients = scenario.transfers.map(transfer => transfer.client);
    this.#rates = detail.rates.filter(one => one.metric !== "goodput")
      .map(series => {
        const slash = series.subject.indexOf("/");
        const client = slash < 0 ? clients[0] : series.subject.slice(0, slash).replace(/\.\d+$/, "");
        const server = serverOf(series.subject);
        const isUpload = series.metric === "rate sent";
        return {series, server, isUpload, links: routeBetween(scenario, client, server)};
      });
  }

  /** Clients and servers that the run has something of. */
  get named() {
    return new Set([...this.#rates.map(one => one.server), ...this.bars.map(bar => bar.subject)]);
  }

  /** {look, text} of a host. */
  host(name, instant) {
    const [down] = segmentsAt(this.bars.filter(bar => bar.kind === "host" && bar.subject === name), instant);
    if (down) {
      return {look: "down", text: down[2]};
    }
    const states = segmentsAt(this.bars.filter(bar => bar.kind === "path" && bar.subject === name), instant)
      .map(segment => segment[2]);
    const best = Math.max(0, ...states.map(state => PATH_STATES[state] ?? 0));
    const text = states.find(state => PATH_STATES[state] === best) ?? "";
    return {look: LOOKS[best] ?? "", text};
  }

  /** {look, notes, rate, isUpload} of a link. */
  link(key, instant) {
    const segments = segmentsAt(this.bars.filter(bar => bar.kind === "link" && bar.subject === key), instant);
    const isDown = segments.some(segment => segment[2] === "down");
    const using = this.#rates.filter(one => one.links.includes(key))
      .map(one => ({isUpload: one.isUpload, rate: rateAt(one.series, instant)}));
    const rate = using.reduce((sum, one) => sum + one.rate, 0);
    const notes = segments.map(segment => segment[2] === "down" ? "down" : segment[3].replace(/^link [^:]*: /, ""));
    return {look: isDown ? "down" : notes.length > 0 ? "changed" : rate > 0 ? "busy" : "", notes, rate,
            isUpload: using.some(one => one.isUpload && one.rate > 0)};
  }

  server(name, instant) {
    return this.#rates.filter(one => one.server === name)
      .reduce((sum, one) => sum + rateAt(one.series, instant), 0);
  }
}
