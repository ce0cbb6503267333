import fc from 'fast-check';
import { SequenceLog } from './sequence-log';

function logOf(sequences: readonly number[], bootId = 1): SequenceLog {
  const log = SequenceLog.empty();
  for (const sequence of sequences) log.add(bootId, sequence);
  return log;
}

describe('sequence log', () => {
  it('gaps are what lies between the first and the last and has not come, in any order of arrival', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 60 }), (sequences) => {
        const distinct = new Set(sequences);
        const span = Math.max(...sequences) - Math.min(...sequences) + 1;
        const log = logOf(sequences);
        expect(log.gaps).toBe(span - distinct.size);
        expect(logOf([...sequences].reverse()).serialise()).toBe(log.serialise());
      }),
    );
  });

  it('a late frame fills its gap', () => {
    const log = logOf([5, 8]);
    expect(log.gaps).toBe(2);
    log.add(1, 6);
    log.add(1, 7);
    expect(log.gaps).toBe(0);
    expect(log.serialise()).toBe('[0,[1,[5,8]]]');
  });

  it('starts are apart, and only so many are remembered, their gaps with them', () => {
    const log = SequenceLog.empty();
    for (let boot = 0; boot < 20; boot++) for (const sequence of [0, 2]) log.add(boot, sequence);
    expect(log.gaps).toBe(20);
    expect(JSON.parse(log.serialise())).toHaveLength(1 + 4);
  });

  it('memory is bounded while the count goes on', () => {
    const log = logOf(Array.from({ length: 500 }, (_, i) => 2 * i));
    expect(log.gaps).toBe(499);
    expect(log.serialise().length).toBeLessThan(500);
  });

  it('state comes back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(6), fc.nat(300)), { maxLength: 80 }), (frames) => {
        const log = SequenceLog.empty();
        for (const [boot, sequence] of frames) log.add(boot, sequence);
        const copy = SequenceLog.parse(log.serialise());
        expect(copy.gaps).toBe(log.gaps);
        copy.add(1, 301);
        log.add(1, 301);
        expect(copy.serialise()).toBe(log.serialise());
      }),
    );
  });
});
