import { bearingFrequencies } from './bearing-frequencies';
import { KNOWN_BEARINGS } from './known-bearings';

describe('bearing frequencies', () => {
  it('of the IMS rig are those its users publish', () => {
    const { bpfo, bpfi, bsf, ftf } = bearingFrequencies({ ...KNOWN_BEARINGS.za2115, shaftHz: 2000 / 60 });
    expect(bpfo).toBeCloseTo(236.4, 1);
    expect(bpfi).toBeCloseTo(296.9, 1);
    expect(2 * bsf).toBeCloseTo(279.8, 1);
    expect(ftf).toBeCloseTo(14.8, 1);
  });

  it('of the Case Western rig are its published multiples of the shaft', () => {
    const { bpfo, bpfi, bsf, ftf } = bearingFrequencies({ ...KNOWN_BEARINGS.skf6205, shaftHz: 1 });
    expect(bpfo).toBeCloseTo(3.5848, 2);
    expect(bpfi).toBeCloseTo(5.4152, 2);
    expect(2 * bsf).toBeCloseTo(4.7135, 2);
    expect(ftf).toBeCloseTo(0.3983, 3);
  });

  it('outer and inner race together are as many as balls a turn', () => {
    const bearing = { balls: 11, ballDiameter: 7.9, pitchDiameter: 38.5, contactAngleDeg: 12, shaftHz: 29 };
    const { bpfo, bpfi, ftf } = bearingFrequencies(bearing);
    expect(bpfo + bpfi).toBeCloseTo(11 * 29, 9);
    expect(ftf * 11).toBeCloseTo(bpfo, 9);
  });

  it.each([
    ['balls', 0],
    ['ballDiameter', 50],
    ['pitchDiameter', Number.NaN],
    ['contactAngleDeg', 90],
    ['shaftHz', -1],
  ])('%s of %f is refused by name', (name, value) => {
    const bearing = {
      balls: 9,
      ballDiameter: 8,
      pitchDiameter: 39,
      contactAngleDeg: 0,
      shaftHz: 30,
      [name]: value,
    };
    expect(() => bearingFrequencies(bearing)).toThrow(`bearing.${name}`);
  });
});
