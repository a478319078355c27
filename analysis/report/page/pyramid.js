// The extremes of any part of a series, without looking at each value: minima and maxima of blocks
// of BLOCK values, of blocks of blocks, and so on. A question costs at most 2 x BLOCK looks a level.

const BLOCK = 16;

/** What drawing has cost since the page was opened, for tests: no time, so the same everywhere. */
export const work = {points: 0, looks: 0, draws: 0};

function blocksOf(below) {
  const count = Math.ceil(below.min.length / BLOCK);
  const min = new Float64Array(count);
  const max = new Float64Array(count);
  for (let block = 0; block < count; ++block) {
    const end = Math.min(below.min.length, (block + 1) * BLOCK);
    let low = Infinity;
    let high = -Infinity;
    for (let i = block * BLOCK; i < end; ++i) {
      low = below.min[i] < low ? below.min[i] : low;
      high = below.max[i] > high ? below.max[i] : high;
    }
    min[block] = low;
    max[block] = high;
  }
  return {min, max};
}

export class Pyramid {
  #levels;

  constructor(values) {
    this.#levels = [{min: values, max: values}];
    while (this.#levels.at(-1).min.length > BLOCK) {
      this.#levels.push(blocksOf(this.#levels.at(-1)));
    }
  }

  /** The smallest and the largest of the values from place `from` up to, not including, `to`. */
  extremes(from, to) {
    let low = Infinity;
    let high = -Infinity;
    const look = (level, i) => {
      ++work.looks;
      low = level.min[i] < low ? level.min[i] : low;
      high = level.max[i] > high ? level.max[i] : high;
    };
    for (let depth = 0; from < to; ++depth) {
      const level = this.#levels[depth];
      const isTop = depth + 1 === this.#levels.length;
      while (from < to && (isTop || from % BLOCK !== 0)) {
        look(level, from++);
      }
      while (from < to && to % BLOCK !== 0) {
        look(level, --to);
      }
      from /= BLOCK;
      to /= BLOCK;
    }
    return [low, high];
  }
}
