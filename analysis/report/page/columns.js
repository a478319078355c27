// Columns of numbers as analysis/report/number-column.h writes them.

function bytesOf(text) {
  if (Uint8Array.fromBase64) {
    return Uint8Array.fromBase64(text);
  }
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; ++i) {
    bytes[i] = binary.charCodeAt(i);
  }
  return bytes;
}

/** The numbers of a column, each exactly as the store has it. */
export function decode(column) {
  if (column.form === "u32") {
    return new Uint32Array(bytesOf(column.data).buffer);
  }
  if (column.form === "f64") {
    return new Float64Array(bytesOf(column.data).buffer);
  }
  const values = new Float64Array(column.count);
  if (column.form === "range") {
    for (let i = 0; i < values.length; ++i) {
      values[i] = column.first + i * column.step;
    }
    return values;
  }
  const distances = new Uint32Array(bytesOf(column.data).buffer);
  values[0] = column.first;
  for (let i = 0; i < distances.length; ++i) {
    values[i + 1] = values[i] + distances[i];
  }
  return values;
}

/** The first place whose value is larger than the given one. */
export function upperBound(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The place whose value is nearest; -1 where there is none. */
export function nearest(sorted, value) {
  const after = upperBound(sorted, value);
  if (after === 0) {
    return sorted.length > 0 ? 0 : -1;
  }
  const isNearerAfter = after < sorted.length && sorted[after] - value < value - sorted[after - 1];
  return isNearerAfter ? after : after - 1;
}
