import { decimalColumn, quantizedColumn } from '@fettle/frame';
import { seededRandom } from '@fettle/kernel';
import { batchColumn, type Batch } from '../batch';
import { RIVALS } from './registry';

const random = seededRandom(5);
const SAMPLES = 60;
const values = (of: (i: number) => number | null): (number | null)[] =>
  Array.from({ length: SAMPLES }, (_, i) => of(i));
const noisy = values(() => Math.round((20 + random.normal()) * 100) / 100);
const gappy = values((i) => (i % 7 === 3 ? null : Math.round(random.normal() * 50) / 10));
const doubles = values(() => random.normal() / 3);

const BATCHES: Readonly<Record<string, Batch>> = {
  'steady times, decimals, gaps and doubles': {
    times: values((i) => 1.74e12 + i * 60_000).map(Number),
    columns: [
      batchColumn(quantizedColumn(1, -2, noisy), noisy),
      batchColumn(quantizedColumn(2, -1, gappy), gappy),
      batchColumn(decimalColumn(3, doubles), doubles),
    ],
  },
  'times that jump and go back': {
    times: values((i) => 1.74e12 + (i === 30 ? -5_000_000_000 : i * i * 977)).map(Number),
    columns: [batchColumn(quantizedColumn(1, -2, noisy), noisy)],
  },
};

describe.each(Object.entries(BATCHES))('a batch with %s', (_name, batch) => {
  it.each(RIVALS.map((rival) => [rival.name, rival] as const))('%s carries all of it', (_rival, rival) => {
    expect(rival.decode(rival.encode(batch), batch)).toEqual({
      times: batch.times,
      columns: batch.columns.map(({ numbers }) => numbers),
    });
  });
});
