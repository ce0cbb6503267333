import { soundClip } from './machine-sound';
import { SOUND_FAULTS } from './sound-faults';
import { soundingMachine } from './sounding-machine';

const clip = { machine: soundingMachine(1), seconds: 0.25, seed: 3 };
const distance = (a: Int16Array, b: Int16Array): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length);

describe('simulated sound', () => {
  it('is the same for the same machine and clip, another for another', () => {
    const first = soundClip(clip);
    expect(first).toHaveLength(4000);
    expect(distance(soundClip(clip), first)).toBe(0);
    expect(distance(soundClip({ ...clip, seed: 4 }), first)).toBeGreaterThan(100);
    expect(distance(soundClip({ ...clip, machine: soundingMachine(2) }), first)).toBeGreaterThan(100);
  });

  it('stays within full scale', () => {
    for (let seed = 0; seed < 8; seed++) {
      const loudest = soundClip({ machine: soundingMachine(seed), seconds: 0.2, seed }).reduce(
        (most, value) => Math.max(most, Math.abs(value)),
        0,
      );
      expect(loudest).toBeGreaterThan(1000);
      expect(loudest).toBeLessThan(32767);
    }
  });

  it.each(SOUND_FAULTS)('%s moves the sound the more the stronger it is, and at 0 not at all', (kind) => {
    const moved = [0, 0.1, 0.2, 0.4].map((level) =>
      distance(soundClip({ ...clip, fault: { kind, level } }), soundClip(clip)),
    );
    expect(moved[0]).toBe(0);
    for (let i = 1; i < moved.length; i++) expect(moved[i]!).toBeGreaterThan(1.3 * moved[i - 1]!);
  });
});
