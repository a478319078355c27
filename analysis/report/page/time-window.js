// The part of a run that all pictures of it show, and the instant that all of them point at.

export class TimeWindow {
  #listeners = [];

  constructor(end) {
    this.end = end;
    this.from = 0;
    this.to = end;
    this.cursor = null;
    this.left = 72; // Pixels, for labels.
  }

  /** The listener is called with "window" or "cursor". */
  listen(listener) {
    this.#listeners.push(listener);
  }

  #tell(what) {
    this.#listeners.forEach(listener => listener(what));
  }

  get span() {
    return this.to - this.from;
  }

  get isWhole() {
    return this.from === 0 && this.to === this.end;
  }

  show(from, to) {
    const least = Math.min(this.end, 1000); // A microsecond.
    let span = Math.max(least, Math.min(this.end, Math.abs(to - from)));
    let low = Math.min(from, to);
    low = Math.max(0, Math.min(low, this.end - span));
    // The remaining part of a nanosecond is nothing to keep.
    this.from = Math.round(low);
    this.to = Math.min(this.end, Math.round(low + span));
    this.#tell("window");
  }

  reset() {
    this.show(0, this.end);
  }

  /** Keeps the given instant where it is on the screen. */
  zoom(factor, around) {
    const span = Math.min(this.end, this.span * factor);
    const part = (around - this.from) / this.span;
    this.show(around - part * span, around + (1 - part) * span);
  }

  pan(part) {
    this.show(this.from + part * this.span, this.to + part * this.span);
  }

  point(instant) {
    this.cursor = instant === null ? null : Math.max(0, Math.min(this.end, instant));
    if (this.cursor !== null && (this.cursor < this.from || this.cursor > this.to)) {
      this.show(this.cursor - this.span / 2, this.cursor + this.span / 2);
    }
    this.#tell("cursor");
  }
}
