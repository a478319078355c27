// Numbers for people. The store has base units: ns, bps, bytes, ppm, count, flag.

const SCALES = {
  ns: [[1e9, "s"], [1e6, "ms"], [1e3, "µs"], [1, "ns"]],
  bps: [[1e9, "Gbit/s"], [1e6, "Mbit/s"], [1e3, "kbit/s"], [1, "bit/s"]],
  bytes: [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"], [1, "B"]],
  ppm: [[1e4, "%"]],
  count: [[1, ""]],
};

/** The largest scale in which the size is at least 1: [factor, symbol]. */
export function scaleFor(size, unit) {
  const scales = SCALES[unit] ?? SCALES.count;
  return scales.find(([factor]) => Math.abs(size) >= factor) ?? scales[scales.length - 1];
}

function digits(value, significant) {
  if (value === 0) {
    return "0";
  }
  const rounded = Number(value.toPrecision(significant));
  return Math.abs(rounded) < 1e6 ? String(rounded) : rounded.toLocaleString("en-US");
}

/** "38.26 Mbit/s"; a flag is yes or no, what is absent a dash. */
export function quantity(value, unit, significant = 4) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return "–";
  }
  if (unit === "flag" && (value === 0 || value === 1)) {
    return value === 1 ? "yes" : "no";
  }
  const [factor, symbol] = scaleFor(value, unit);
  const text = digits(value / factor, significant);
  return symbol ? `${text} ${symbol}` : text;
}

export function signed(value, unit) {
  return (value < 0 ? "−" : "+") + quantity(Math.abs(value), unit, 3);
}

/** A time of a run: seconds, to the microsecond where that matters. */
export function clock(ns) {
  return `${(ns / 1e9).toFixed(6).replace(/(\.\d{3}\d*?)0+$/, "$1")} s`;
}

/** "12 of 14 runs". */
export function counted(count, noun) {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Where an axis has ticks: multiples of 1, 2 or 5 times a power of ten within [low, high]. */
export function ticks(low, high, most) {
  const span = high - low;
  if (!(span > 0)) {
    return {values: [low], step: 1};
  }
  const raw = span / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map(times => times * power).find(candidate => candidate >= raw);
  const values = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; ++i) {
    values.push(i * step);
  }
  return {values, step};
}

/** A tick's label, with the decimals that tell neighbours apart. */
export function tickLabel(value, step, factor = 1) {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step / factor) - 1e-9));
  return (value / factor).toFixed(Math.min(decimals, 9));
}

/** "goodput" for goodput, "share from near" for share_from(near). */
export function words(metric) {
  return metric.replace(/_(ns|bytes|bps|ppm)$/, "").replace(/_/g, " ");
}
