import { DEVICE_MODELS, type ProgrammedModel } from '@fettle/device-models';
import { type AssetType, assetTypeById } from '@fettle/domains';
import { chosenPlaces } from './board-plan';
import { placesOf, requirePlace } from './places';

const modelNamed = (id: string): ProgrammedModel => DEVICE_MODELS.find((model) => model.id === id)!;
const [rig, machine] = ['wind.bearing_rig', 'generic.machine'].map((id) => assetTypeById(id)!) as [
  AssetType,
  AssetType,
];

describe('places of a model on an asset type', () => {
  it('each place where its first score has a signal is one', () => {
    expect(placesOf(modelNamed('bearing-fault'), rig).map(({ place }) => place)).toEqual([
      ...['bearing_1_', 'bearing_2_', 'bearing_3_', 'bearing_4_'],
    ]);
    expect(placesOf(modelNamed('sound-anomaly'), machine)).toEqual([
      { name: 'Machine', place: '', component: null },
    ]);
  });

  it('one without the signal is wrong usage that names those with it', () => {
    const require = (place: string): void =>
      requirePlace(modelNamed('bearing-anomaly'), rig.id, rig.signals, place);
    expect(() => require('bearing_1_')).not.toThrow();
    expect(() => require('')).toThrow(/no signal anomaly; --place is one of bearing_1_, bearing_2_/);
    expect(() => requirePlace(modelNamed('bearing-anomaly'), machine.id, machine.signals, '')).toThrow(
      /it has none anywhere/,
    );
  });

  it('boards are as many as there are places, up to four, unless more are asked for than there are', () => {
    expect(chosenPlaces([1], undefined, 'it')).toEqual([1]);
    expect(chosenPlaces([1, 2, 3, 4, 5], undefined, 'it')).toEqual([1, 2, 3, 4]);
    expect(chosenPlaces([1, 2, 3, 4, 5], 5, 'it')).toHaveLength(5);
    expect(() => chosenPlaces([1], 2, 'it')).toThrow('it has room for 1 of these boards, not 2');
  });
});
