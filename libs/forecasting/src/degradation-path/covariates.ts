import type { HistoryView } from '../forecaster';

const { abs, cos, max, round, sin, sqrt } = Math;

const HALF_WINDOW_DAYS = 0.5;
/** Fewer bins than this tell nothing reliable about a machine's answer to its surroundings. */
const MIN_BINS = 36;
/** The machine's answer is read from its last days, in which bins are hours. */
const RECENT_DAYS = -7.3;
/** Prior that a covariate has no influence, in hours' worth of evidence at one standard deviation. */
const RIDGE = 1;

/**
 * `series` as it would have been under average surroundings at an average time of day. How strongly it follows each
 * covariate and the time of day is read from variation within a day only (each value less its centred 24 h mean: the
 * within estimator of panel data, Mundlak 1978), so that slow wear is never explained away by a slow season. NaN stays
 * NaN; where a covariate is missing its part is left in; with too little to go by, the series comes back as it is.
 */
export function adjustForCovariates(
  series: Float64Array,
  hours: Float64Array,
  view: HistoryView,
  covariates: readonly string[],
): Float64Array {
  const columns = columnsOf(view, covariates);
  const complete = completeRows(series, hours, view.days, columns);
  if (complete.length < MIN_BINS) return series;
  const slopes = withinDayRegression(series, hours, view.days, columns, complete);
  const adjusted = series.slice();
  for (let c = 0; c < columns.length; c++) {
    const column = columns[c]!;
    const slope = slopes[c]!;
    for (let k = 0; k < adjusted.length; k++) {
      const x = column[k]!;
      if (x === x) adjusted[k]! -= slope * x;
    }
  }
  return adjusted;
}

/** Columns made of a view; the indicators of all its failure modes share them. */
const made = new WeakMap<HistoryView, Map<string, Float64Array>>();

function columnsOf(view: HistoryView, covariates: readonly string[]): Float64Array[] {
  const known = made.get(view) ?? new Map<string, Float64Array>();
  made.set(view, known);
  const column = (name: string, make: () => Float64Array): Float64Array => {
    const found = known.get(name) ?? make();
    known.set(name, found);
    return found;
  };
  const kept = covariates.filter((signal) => view.mean(signal) !== undefined);
  return [
    ...kept.map((signal) => column(signal, () => standardise(view.mean(signal)!))),
    column('/cosine', () => timeOfDay(view.days, COSINE)),
    column('/sine', () => timeOfDay(view.days, SINE)),
  ];
}

/** Mean 0, variance 1; a constant column becomes all zeros. NaN stays. */
function standardise(column: Float64Array): Float64Array {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < column.length; k++) {
    const x = column[k]!;
    if (x !== x) continue;
    n += 1;
    sum += x;
    squares += x * x;
  }
  const mean = n > 0 ? sum / n : 0;
  const deviation = n > 0 ? sqrt(max(0, squares / n - mean * mean)) : 0;
  const scale = deviation > 1e-6 * abs(mean) && deviation > 0 ? 1 / deviation : 0;
  const out = new Float64Array(column.length);
  for (let k = 0; k < column.length; k++) out[k] = (column[k]! - mean) * scale;
  return out;
}

/** Bins begin and end on full hours, so their middles fall on 48 times of day. */
const TIMES = Array.from({ length: 48 }, (_, n) => (2 * Math.PI * n) / 48);
const COSINE = Float64Array.from(TIMES, cos);
const SINE = Float64Array.from(TIMES, sin);

function timeOfDay(days: Float64Array, table: Float64Array): Float64Array {
  const column = new Float64Array(days.length);
  for (let k = 0; k < days.length; k++) {
    const n = round(days[k]! * 48) % 48;
    column[k] = table[n < 0 ? n + 48 : n]!;
  }
  return column;
}

/** Bins in which the series and every covariate were measured. */
function completeRows(
  series: Float64Array,
  hours: Float64Array,
  days: Float64Array,
  columns: readonly Float64Array[],
): Int32Array {
  const rows = new Int32Array(series.length);
  let n = 0;
  for (let k = 0; k < series.length; k++) {
    let complete = hours[k]! > 0 && days[k]! > RECENT_DAYS && series[k] === series[k];
    for (let c = 0; complete && c < columns.length; c++) complete = columns[c]![k] === columns[c]![k];
    if (complete) rows[n++] = k;
  }
  return rows.subarray(0, n);
}

/** Ridge regression of the series on the columns, all less their mean within twelve hours, weighted by hours. */
function withinDayRegression(
  series: Float64Array,
  hours: Float64Array,
  days: Float64Array,
  columns: readonly Float64Array[],
  rows: Int32Array,
): Float64Array {
  const all = [...columns, series];
  const size = columns.length;
  const normal = new Float64Array(size * (size + 1));
  const sums = new Float64Array(size + 1);
  const deviation = new Float64Array(size + 1);
  let [from, to, weights] = [0, 0, 0];
  for (let r = 0; r < rows.length; r++) {
    const day = days[rows[r]!]!;
    for (; to < rows.length && days[rows[to]!]! <= day + HALF_WINDOW_DAYS; to++) move(rows[to]!, 1);
    for (; days[rows[from]!]! < day - HALF_WINDOW_DAYS; from++) move(rows[from]!, -1);
    for (let i = 0; i <= size; i++) deviation[i] = all[i]![rows[r]!]! - sums[i]! / weights;
    const weight = hours[rows[r]!]!;
    for (let i = 0; i < size; i++) {
      const x = deviation[i]! * weight;
      for (let j = 0; j <= size; j++) normal[i * (size + 1) + j]! += x * deviation[j]!;
    }
  }
  function move(k: number, sign: number): void {
    const weight = sign * hours[k]!;
    weights += weight;
    for (let i = 0; i <= size; i++) sums[i]! += weight * all[i]![k]!;
  }
  for (let i = 0; i < size; i++) normal[i * (size + 1) + i]! += RIDGE;
  return solve(normal, size);
}

/** Gaussian elimination of a positive definite augmented matrix, in place. */
function solve(m: Float64Array, size: number): Float64Array {
  const width = size + 1;
  for (let i = 0; i < size; i++) {
    for (let r = i + 1; r < size; r++) {
      const factor = m[r * width + i]! / m[i * width + i]!;
      for (let c = i; c < width; c++) m[r * width + c]! -= factor * m[i * width + c]!;
    }
  }
  const solution = new Float64Array(size);
  for (let i = size - 1; i >= 0; i--) {
    let rest = m[i * width + size]!;
    for (let c = i + 1; c < size; c++) rest -= m[i * width + c]! * solution[c]!;
    solution[i] = rest / m[i * width + i]!;
  }
  return solution;
}
