import type { LiveAlert } from '@fettle/contracts';
import { ChangeBatch, ValueBatch } from './change-batch';

describe('batches of changes', () => {
  it('of an alert the newest revision stands, whatever the order', () => {
    const batch = new ChangeBatch();
    for (const revision of [1, 3, 2]) batch.addAlert({ id: 'x', revision } as LiveAlert);
    expect(batch.take('now').alerts).toEqual([{ id: 'x', revision: 3 }]);
  });

  it('readings keep their order and stay bounded, the newest stay', () => {
    const batch = new ValueBatch('asset');
    const t = Array.from({ length: 400 }, (_, i) => i);
    batch.add('d', 's', t, t);
    batch.add(
      'd',
      's',
      t.map((at) => at + 400),
      t,
    );
    const [values] = batch.take('now').values;
    expect(values!.t).toHaveLength(600);
    expect(values!.v).toHaveLength(600);
    expect(values!.t[0]).toBe(200);
    expect(values!.t.at(-1)).toBe(799);
  });
});
