import { DEVICE_MODELS } from '@fettle/device-models';
import { modelPipeline, modelVersion, signalAtPlace } from './model-pipeline';

const SIGNALS = [
  { id: 10, name: 'bearing_1_rms', exponent: -4 },
  { id: 20, name: 'bearing_2_rms', exponent: -4 },
  { id: 30, name: 'load', exponent: 0 },
];

describe('a device model at a place', () => {
  it('a role is the signal of its place, else the one that the whole asset has', () => {
    expect(signalAtPlace(SIGNALS, 'bearing_2_', 'rms')?.id).toBe(20);
    expect(signalAtPlace(SIGNALS, 'bearing_2_', 'load')?.id).toBe(30);
    expect(signalAtPlace(SIGNALS, '', 'rms')).toBeUndefined();
  });

  it('a role without a signal is refused by name, before anything is built', () => {
    const [model] = DEVICE_MODELS;
    const { role } = model!.program.scores[0];
    expect(() => modelPipeline({ model: model!, signals: SIGNALS, place: '', as: 'built-in' })).toThrow(role);
  });

  it('versions are whole numbers of 32 bits', () => {
    expect(modelVersion({ name: 'm', version: '7' })).toBe(7);
    for (const version of ['1.2', '-1', '4294967296', 'x'])
      expect(() => modelVersion({ name: 'm', version })).toThrow(
        expect.objectContaining({ code: 'BOARD.BAD_VERSION' }),
      );
  });
});
