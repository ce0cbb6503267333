import { seededRandom } from '@fettle/kernel';
import type { ColumnInput, FrameInput } from '../frame.types';

/** A frame whose bytes are kept in `libs/frame/vectors`, for every implementation of the format to agree on. */
export interface VectorFrame {
  readonly name: string;
  /** What it pins down. */
  readonly shows: string;
  readonly frame: FrameInput;
}

const BASE_MS = Date.UTC(2025, 2, 1, 6);
const NOISE = seededRandom(20_250_301);

function steady(count: number, cadenceMs = 60_000, baseMs = BASE_MS): number[] {
  return Array.from({ length: count }, (_, i) => baseMs + i * cadenceMs);
}

function scaled(
  signalId: number,
  exponent: number,
  mantissas: readonly number[],
  states?: number[],
): ColumnInput {
  return { signalId, kind: 'scaled', exponent, mantissas, states: states ?? null };
}

function list(count: number, of: (i: number) => number): number[] {
  return Array.from({ length: count }, (_, i) => of(i));
}

/** A normal draw of a standard deviation, rounded. */
function noise(deviation: number): number {
  return Math.round(NOISE.normal() * deviation) + 0;
}

function walk(count: number, start: number, deviation: number): number[] {
  let at = start;
  return list(count, () => (at += noise(deviation)));
}

function vector(
  name: string,
  shows: string,
  columns: readonly ColumnInput[],
  rest: Partial<FrameInput> = {},
): VectorFrame {
  const times = rest.times ?? steady(columns[0]!.mantissas.length);
  return {
    name,
    shows,
    frame: { bootId: 3, sequence: 1_000, contentIdentity: false, ...rest, times, columns },
  };
}

const float64 = (signalId: number, mantissas: readonly number[]): ColumnInput => ({
  signalId,
  kind: 'float64',
  exponent: 0,
  mantissas,
});

/** Frames for the header and the times. */
const HEADERS: readonly VectorFrame[] = [
  vector('smallest', 'one sample of one signal', [scaled(1, 0, [0])], { bootId: 0, sequence: 0, times: [0] }),
  vector(
    'largest-identity',
    'largest boot id, sequence and signal id; exponents at their bounds',
    [scaled(1, 12, [1, 2]), scaled(2 ** 21 - 1, -22, [3, 4])],
    { bootId: 2 ** 32 - 1, sequence: 2 ** 48 - 1 },
  ),
  vector('content-identity', 'identity is a digest of the content', [scaled(1024, -2, [512])], {
    bootId: 0xdeadbeef,
    sequence: 0xabcdef012345,
    contentIdentity: true,
    times: [BASE_MS + 123],
  }),
  vector('repeated-types', 'columns that repeat kind and exponent of the one before', [
    scaled(5, -2, [1, 1]),
    scaled(6, -2, [2, 2]),
    scaled(9, -1, [3, 3]),
    scaled(10, -1, [4, 4]),
  ]),
  vector(
    'jitter',
    'a cadence of ten seconds with jitter of some milliseconds',
    [
      scaled(
        1,
        0,
        list(24, () => 7),
      ),
    ],
    {
      times: list(24, (i) => BASE_MS + i * 10_000 + noise(9)),
    },
  ),
  vector(
    'gaps',
    'steady times with two gaps',
    [
      scaled(
        1,
        0,
        list(20, () => 7),
      ),
    ],
    {
      times: list(20, (i) => BASE_MS + (i + (i > 5 ? 3 : 0) + (i > 13 ? 40 : 0)) * 300_000),
    },
  ),
  vector('backwards', 'times that go backwards and repeat', [scaled(1, 0, [1, 2, 3, 4, 5])], {
    times: [5_000, 4_000, 4_000, -1_000, 90_000],
  }),
  vector('far-times', 'the largest times of both signs', [scaled(1, 0, [1, 2, 3])], {
    times: [2 ** 52 - 1, -(2 ** 52) + 1, 0],
  }),
];

/** Frames for kinds and states. */
const KINDS: readonly VectorFrame[] = [
  vector('labels-and-probabilities', 'the result columns of a model: class, int8 softmax, decimal score', [
    { signalId: 1, kind: 'label', exponent: 0, mantissas: [0, 0, 0, 2, 2, 0, 0, 65_535] },
    { signalId: 2, kind: 'probability', exponent: 8, mantissas: [256, 250, 255, 3, 0, 251, 252, 249] },
    { signalId: 3, kind: 'probability', exponent: -3, mantissas: [1000, 977, 980, 12, 0, 960, 961, 955] },
  ]),
  vector('missing-and-nan', 'missing, not-a-number, and a column that is missing throughout', [
    scaled(1, -1, [215, 0, 216, 0, 0, 219], [0, 1, 0, 2, 1, 0]),
    scaled(2, -1, [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1]),
  ]),
  vector('doubles-as-decimals', 'doubles that are decimals with rounding errors of a step', [
    float64(1, [73.96732207, 74.93588199999998, 76.12416182, 78.14070732, 79.32983574, 0.1 + 0.2]),
  ]),
  vector('doubles-as-means', 'doubles that are means over 7 samples', [
    float64(
      1,
      list(12, (i) => (7_000 + i * 13 + noise(20)) / 700),
    ),
  ]),
  vector('doubles-as-bits', 'doubles that are nothing else, both zeros and infinities among them', [
    float64(1, [Math.PI, -Math.E, 0, -0, Infinity, -Infinity, 5e-324, -1.7976931348623157e308]),
  ]),
];

/** A frame for each mode and predictor. */
const MODES: readonly VectorFrame[] = [
  vector('packed', 'small integers about nothing', [scaled(1, 0, [3, 900, 17, 1000, 444, 12, 801, 333])]),
  vector('rice-centre', 'white noise', [
    scaled(
      1,
      -2,
      list(60, () => 2_150 + noise(40)),
    ),
  ]),
  vector('rice-last', 'a random walk', [scaled(1, -2, walk(60, -50, 30))]),
  vector('rice-linear', 'a line that bends', [
    scaled(
      1,
      0,
      list(60, (i) => 4 * i * i + 100 * i + noise(2)),
    ),
  ]),
  vector('rice-damped', 'a walk with momentum', [scaled(1, 0, momentum(60))]),
  vector('rice-levels', 'noise on a drift, three ways', [
    scaled(1, 0, drift(60, 60, 60)),
    scaled(2, 0, drift(60, 60, 25)),
    scaled(3, 0, drift(60, 60, 8)),
  ]),
  vector('rice-escape', 'a walk with an outlier', [
    scaled(
      1,
      0,
      walk(60, 0, 5).map((x, i) => (i === 31 ? 1e9 : x)),
    ),
  ]),
  vector('rice-wide', 'residuals of forty bits', [
    scaled(
      1,
      -12,
      list(24, () => 9e13 + noise(3e11)),
    ),
  ]),
  vector('runs', 'long stretches without change', [
    scaled(
      1,
      0,
      list(60, (i) => (i < 31 ? 20 : i < 40 ? 25 : -3)),
    ),
  ]),
  vector('stride', 'a converter of 12 bits read in microvolts', [
    scaled(
      1,
      -6,
      walk(60, 700, 9).map((x) => x * 805 + 5),
    ),
  ]),
  vector('dictionary', 'few different values far apart', [
    scaled(
      1,
      -6,
      list(60, () => [-273_216, 54_711, 382_638, 710_565, 1_038_490][NOISE.below(5)]!),
    ),
  ]),
  vector('keyed', 'levels that go with an operating condition', keyedColumns()),
  vector('split', 'integers of 53 bits', [
    scaled(1, 0, [2 ** 53 - 1, -(2 ** 53) + 1, 0, 1e15, -9e15, 2 ** 52, 7]),
  ]),
  vector('sixty-by-five', 'the batch that the promise of a byte a reading is about', [
    scaled(
      1,
      -2,
      list(60, () => 180 + noise(6)),
    ),
    scaled(
      2,
      -2,
      list(60, () => 310 + noise(9)),
    ),
    scaled(3, -1, walk(60, 412, 0.8)),
    scaled(4, -1, walk(60, 183, 0.6)),
    scaled(
      5,
      0,
      list(60, () => 1480 + noise(4)),
    ),
  ]),
];

function momentum(count: number): number[] {
  let speed = 0;
  let at = 0;
  return list(count, () => {
    speed = Math.round(speed * 0.5 + NOISE.normal() * 40);
    at += speed;
    return at;
  });
}

function drift(count: number, noiseDeviation: number, driftDeviation: number): number[] {
  const level = walk(count, 5_000, driftDeviation);
  return level.map((x) => x + noise(noiseDeviation));
}

function keyedColumns(): ColumnInput[] {
  const conditions = list(60, () => NOISE.below(3));
  return [
    scaled(
      1,
      -2,
      conditions.map((c) => [44_944, 44_500, 46_254][c]!),
    ),
    scaled(
      2,
      -2,
      conditions.map((c) => [136_000, 129_000, 125_800][c]! + noise(60)),
    ),
  ];
}

/** Every golden vector. Values that noise draws depend on the order in this file: add new ones at the end. */
export const VECTOR_FRAMES: readonly VectorFrame[] = [...HEADERS, ...KINDS, ...MODES];
