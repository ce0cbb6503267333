import { assetTypeById } from '@fettle/domains';
import { readingsModelRecipe } from '../simulated/readings-autoencoder';

/** Drive train and pitch of a turbine, seen through its slow readings. */
export const windTurbine = readingsModelRecipe(
  {
    id: 'wind-turbine',
    name: 'wind-turbine',
    version: '1',
    title: 'Turbine drive train and pitch: what is unusual',
    domain: 'wind',
    description: 'Autoencoder of wind, power, speed, vibration, heat, debris and pitch at one moment.',
  },
  {
    type: assetTypeById('wind.turbine')!,
    signals: [
      ...['wind_speed', 'power', 'rotor_speed', 'ambient_temp'],
      ...['main_bearing_rms', 'main_bearing_kurtosis', 'main_bearing_temp_rise'],
      ...['gearbox_rms', 'gearbox_oil_temp', 'oil_particles', 'pitch_error', 'pitch_current'],
    ],
    widths: [24, 6, 24],
    days: 40,
  },
);
