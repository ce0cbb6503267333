import * as fc from 'fast-check';
import { Rated } from '../candidate.types';
import { Axis, paretoFront } from './pareto-front';
import { paretoSvg } from './pareto-svg';
import { pick } from './pick';
import { candidatePlot, candidateTable } from './table';
import { ticks } from './ticks';

const rated = (
  name: string,
  flashBytes: number,
  ramBytes: number,
  instructions: number,
  score: number,
): Rated => ({
  name,
  costs: { flashBytes, ramBytes, instructions },
  score,
});

const AXES: readonly Axis<Rated>[] = [
  { name: 'flash', better: 'less', of: ({ costs }) => costs.flashBytes },
  { name: 'RAM', better: 'less', of: ({ costs }) => costs.ramBytes },
  { name: 'accuracy', better: 'more', of: ({ score }) => score },
];

const some = fc.array(
  fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9), fc.nat(9)).map(([a, b, c, d]) => rated('some', a, b, c, d)),
  { maxLength: 25 },
);

const beats = (a: Rated, b: Rated): boolean => {
  const differences = AXES.map(({ better, of }) => (better === 'less' ? of(b) - of(a) : of(a) - of(b)));
  return differences.every((d) => d >= 0) && differences.some((d) => d > 0);
};

describe('the Pareto front', () => {
  it('holds those whom nobody beats, and nobody else', () => {
    fc.assert(
      fc.property(some, (candidates) => {
        const front = new Set(paretoFront(candidates, AXES));
        for (const candidate of candidates) {
          expect(front.has(candidate)).toBe(!candidates.some((other) => beats(other, candidate)));
        }
      }),
    );
  });

  it('does not depend on the order, and is its own front', () => {
    fc.assert(
      fc.property(some, (candidates) => {
        const front = paretoFront(candidates, AXES);
        expect(new Set(paretoFront([...candidates].reverse(), AXES))).toEqual(new Set(front));
        expect(paretoFront(front, AXES)).toEqual(front);
      }),
    );
  });

  it('a score that is not a number beats nobody', () => {
    const [good, broken] = [rated('good', 1, 1, 1, 0.5), rated('broken', 1, 1, 1, NaN)];
    expect(paretoFront([broken, good], AXES)).toEqual([good]);
  });
});

describe('picking', () => {
  const small = rated('small', 1000, 200, 5000, 0.8);
  const large = rated('large', 4000, 400, 20_000, 0.95);
  const twin = rated('twin', 3900, 400, 20_000, 0.95);

  it('takes the best that fits, the smaller of equals', () => {
    expect(pick([small, large, twin], {}, 'more')).toEqual({ picked: twin });
    expect(pick([small, large], { flashBytes: 4000 }, 'more')).toEqual({ picked: large });
    expect(pick([small, large], { ramBytes: 399 }, 'more')).toEqual({ picked: small });
    expect(pick([small, large], {}, 'less')).toEqual({ picked: small });
  });

  it('what is picked fits, whatever the budget', () => {
    const budgets = fc.record({ flashBytes: fc.nat(9), ramBytes: fc.nat(9), instructions: fc.nat(9) });
    fc.assert(
      fc.property(some, budgets, (candidates, budget) => {
        const fits = ({ costs }: Rated): boolean =>
          costs.flashBytes <= budget.flashBytes &&
          costs.ramBytes <= budget.ramBytes &&
          costs.instructions <= budget.instructions;
        const chosen = pick(candidates, budget, 'more');
        const best = Math.max(...candidates.filter(fits).map(({ score }) => score));
        if (chosen === undefined) expect(candidates).toEqual([]);
        else if ('picked' in chosen) expect([fits(chosen.picked), chosen.picked.score]).toEqual([true, best]);
        else expect([best, chosen.value > chosen.limit]).toEqual([-Infinity, true]);
      }),
    );
  });

  it('where none fits, names the nearest and the bound that it misses most', () => {
    expect(pick([small, large], { flashBytes: 900, ramBytes: 100 }, 'more')).toEqual({
      refused: 'TRAINING.NO_CANDIDATE_FITS',
      nearest: small,
      bound: 'ramBytes',
      limit: 100,
      value: 200,
    });
    expect(pick([], {}, 'more')).toBeUndefined();
  });
});

describe('pictures', () => {
  const candidates = [
    rated('a & b', 1000, 200, 5000, 0.8),
    rated('c', 4000, 400, 20_000, 0.95),
    rated('d', 3000, 400, 20_000, 0.7),
  ];
  const marks = { front: new Set(candidates.slice(0, 2)), picked: candidates[1]! };

  it('the table marks front and choice, and aligns columns', () => {
    expect(candidateTable(candidates, 'accuracy', marks, { flashBytes: 16_000, score: 0.96 })).toBe(
      [
        '   candidate  flash B  RAM B  instructions  accuracy',
        '   float32     16,000                         0.9600',
        ' * a & b        1,000    200         5,000    0.8000',
        '>* c            4,000    400        20,000    0.9500',
        '   d            3,000    400        20,000    0.7000',
        '',
      ].join('\n'),
    );
  });

  it('the plot has every candidate at its place, the picked one on top', () => {
    const lines = candidatePlot(candidates, 'accuracy', marks).split('\n');
    expect(lines[1]).toMatch(/0\.9500 \| +X$/);
    expect(lines.filter((line) => /[*o]/.test(line))).toHaveLength(2);
    expect(lines.at(-2)).toMatch(/1,000 B +4,000 B flash$/);
  });

  it('the drawing has a point for each, the front as one line, the choice by name, and escapes names', () => {
    const svg = paretoSvg(candidates, 'accuracy', marks);
    expect(svg.match(/<g>/g)).toHaveLength(3);
    expect(svg.match(/<path/g)).toHaveLength(1);
    expect(svg).toContain('font-weight="bold">c</text>');
    expect(svg).toContain('a &#38; b');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(paretoSvg(candidates, 'accuracy', marks)).toBe(svg);
  });

  it('one candidate, or none, still make a drawing', () => {
    for (const few of [candidates.slice(0, 1), []]) {
      expect(paretoSvg(few, 'accuracy', { front: new Set(few) })).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it('ticks are round and within the range', () => {
    expect(ticks(0.93, 1.01, 4)).toEqual([0.94, 0.96, 0.98, 1]);
    expect(ticks(3, 3, 5)).toEqual([3]);
  });
});
