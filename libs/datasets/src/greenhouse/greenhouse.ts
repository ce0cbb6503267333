import { dataFile } from '../lines';
import type { Dataset, Sample } from '../series';
import { dayFirstTime, isoTime, readTable } from '../table';
import { mergeByTime } from './merge';

/** File, signal, and the column of its time; the value is the first column. */
const FILES = [
  ['Ref_AirTemp.csv', 'air_temp'],
  ['Ref_RH.csv', 'humidity'],
  ['Ref_SoilTemp.csv', 'soil_temp'],
  ['Ref_WaterCont.csv', 'soil_moisture'],
] as const;

/** Both ways in which the files write a time. */
function anyTime(text: string): number {
  return text.includes('/') ? dayFirstTime(text) : isoTime(text);
}

/** A tunnel greenhouse's reference climate, every 15 minutes, as one crop bed. */
export const greenhouse: Dataset = {
  id: 'greenhouse',
  label: 'Tunnel greenhouse climate',
  source: 'https://zenodo.org/search?q=greenhouse%20tunnel%20microclimate',
  async open(dataDir) {
    const paths = FILES.map(([file]) => dataFile(dataDir, 'greenhouse', file));
    const read = (i: number): AsyncIterable<Sample> =>
      readTable(paths[i]!, {
        separator: ',',
        time: ['#1'],
        parseTime: anyTime,
        columns: [{ column: '#0', signal: FILES[i]![1] }],
      });
    return [
      {
        name: 'greenhouse-tunnel',
        assetTypeId: 'crops.bed',
        signals: FILES.map(([, signal]) => signal),
        failures: [],
        anomalies: [],
        samples: () => mergeByTime(FILES.map((_, i) => read(i))),
      },
    ];
  },
};
