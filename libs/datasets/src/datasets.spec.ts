import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assetTypeById, signalByName } from '@fettle/domains';
import { HOUR_MS, MINUTE_MS } from '@fettle/kernel';
import { CMAPSS_EPOCH_MS } from './cmapss/cmapss';
import { HYDRAULIC_EPOCH_MS } from './hydraulic/hydraulic';
import { DATASETS, openDataset, seriesRange } from './registry';
import type { DatasetSeries, Sample } from './series';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'fettle-datasets-'))));
afterEach(() => rmSync(dir, { recursive: true }));

function put(path: string, lines: readonly string[]): void {
  const file = join(dir, path);
  mkdirSync(dirname(file), { recursive: true });
  const text = `${lines.join('\n')}\n`;
  writeFileSync(file, path.endsWith('.gz') ? gzipSync(text) : text);
}

async function samplesOf(series: DatasetSeries): Promise<Sample[]> {
  const samples: Sample[] = [];
  for await (const sample of series.samples()) samples.push(sample);
  return samples;
}

async function only(id: string): Promise<DatasetSeries> {
  const series = await openDataset(id, dir);
  expect(series).toHaveLength(1);
  for (const { assetTypeId, signals } of series) {
    for (const signal of signals) expect(signalByName(assetTypeId, signal)).toBeDefined();
  }
  return series[0]!;
}

describe('data sets', () => {
  it.each(DATASETS.map(({ id }) => id))('%s: absent data is DATA.MISSING and names the path', async (id) => {
    await expect(openDataset(id, dir)).rejects.toMatchObject({
      code: 'DATA.MISSING',
      message: expect.stringContaining(dir) as string,
    });
  });

  it('an unknown id is DATA.UNKNOWN and lists what is known', async () => {
    await expect(openDataset('nope', dir)).rejects.toMatchObject({
      code: 'DATA.UNKNOWN',
      message: expect.stringContaining('cmapss') as string,
    });
  });

  it('nab: a stream becomes the asset type that its name tells, its windows anomalies; `only` selects', async () => {
    put('nab/labels/combined_windows.json', [
      '{"realTraffic/speed_1.csv": [["2015-09-01 00:00:00.000000", "2015-09-01 00:10:00.000000"]]}',
    ]);
    put('nab/data/realTraffic/speed_1.csv', [
      'timestamp,value',
      '2015-09-01 00:00:00,50',
      '2015-09-01 00:05:00,60',
    ]);
    put('nab/data/realKnownCause/machine_temperature_x.csv', [
      'timestamp,value',
      '2013-12-02 21:15:00,73.967',
    ]);
    const all = await openDataset('nab', dir);
    expect(all.map(({ assetTypeId }) => assetTypeId)).toEqual(['generic.machine', 'city.junction']);
    const [speed] = await openDataset('nab', dir, { only: ['speed'] });
    expect(speed!.anomalies).toEqual([{ fromMs: Date.UTC(2015, 8, 1), toMs: Date.UTC(2015, 8, 1, 0, 10) }]);
    expect((await samplesOf(speed!)).map(({ values }) => values['traffic_speed'])).toEqual([
      80.4672, 96.56064,
    ]);
    await expect(openDataset('nab', dir, { only: ['zzz'] })).rejects.toMatchObject({
      code: 'DATA.NOTHING_SELECTED',
    });
  });

  it('ims: gzipped or not, times rise strictly, the rig switched off does not count, the failure is known', async () => {
    const header =
      'timestamp,n,' +
      [1, 2, 3, 4].flatMap((b) => ['rms', 'kurtosis', 'crest', 'meanabs'].map((f) => `b${b}_${f}`));
    const row = (time: string, rms: number): string => `${time},9,${Array(16).fill(rms).join(',')}`;
    put('ims_bearing/features_derived_2nd_test.csv.gz', [
      header,
      row('2004-02-12 10:32:39', 0.07),
      row('2004-02-12 10:32:39', 0.09),
      row('2004-02-12 10:22:39', 0.09),
      row('2004-02-12 10:42:39', 0.08),
      row('2004-02-12 10:52:39', 0.001),
    ]);
    const series = await only('ims');
    const samples = await samplesOf(series);
    expect(samples.map(({ values }) => values['bearing_4_mean_abs'])).toEqual([0.07, 0.08]);
    expect(samples[1]!.tMs - samples[0]!.tMs).toBe(10 * MINUTE_MS);
    expect(await seriesRange(series)).toEqual({ fromMs: samples[0]!.tMs, toMs: samples[1]!.tMs, count: 2 });
    expect(series.failures).toMatchObject([{ component: 'bearing_1' }]);
  });

  it('a missing column is DATA.MALFORMED and named', async () => {
    put('ims_bearing/merged_dataset_BearingTest_1.csv', [',Bearing 1 C1', '2003-10-22 12:06:24,0.1']);
    await expect(samplesOf(await only('ims1'))).rejects.toMatchObject({
      code: 'DATA.MALFORMED',
      message: expect.stringContaining('Bearing 2 C1') as string,
    });
  });

  it('cmapss: a flight is an hour, an engine a series that fails after its last flight', async () => {
    const row = (unit: number, cycle: number): string =>
      [unit, cycle, 0, 0, 100, ...Array.from({ length: 21 }, (_, i) => i + 1)].join(' ');
    put('cmapss/train_FD001.txt', [row(1, 1), row(1, 2), row(2, 1)]);
    const series = await openDataset('cmapss', dir);
    expect(series.map(({ name }) => name)).toEqual(['FD001-engine-1', 'FD001-engine-2']);
    const samples = await samplesOf(series[0]!);
    expect(samples.map(({ tMs }) => tMs)).toEqual([CMAPSS_EPOCH_MS, CMAPSS_EPOCH_MS + HOUR_MS]);
    expect(samples[0]!.values).toMatchObject({ t24: 2, t30: 3, lpt_bleed: 21 });
    expect(series[0]!.failures[0]!.failureMs).toBe(CMAPSS_EPOCH_MS + 2 * HOUR_MS);
    expect(await openDataset('cmapss', dir, { limit: 1 })).toHaveLength(1);
  });

  it('greenhouse: four files join by time, whichever way they write it', async () => {
    put('greenhouse/Ref_AirTemp.csv', [
      'Temperature (°C),Timestamp',
      '33.6,22/06/2021 11:15:00',
      '33,22/06/2021 11:45:00',
    ]);
    put('greenhouse/Ref_RH.csv', [
      'Humidity (%),Timestamp',
      '49.9,2021-06-22 11:15:00',
      '36.7,2021-06-22 11:30:00',
    ]);
    put('greenhouse/Ref_SoilTemp.csv', [
      'Substrate temperature (°C),Europe/Rome',
      '31.1,2021-06-22 11:30:00',
    ]);
    put('greenhouse/Ref_WaterCont.csv', ['Substrate VWC (%),Timestamp']);
    const noon = Date.UTC(2021, 5, 22, 11);
    expect(await samplesOf(await only('greenhouse'))).toEqual([
      { tMs: noon + 15 * MINUTE_MS, values: { air_temp: 33.6, humidity: 49.9 } },
      { tMs: noon + 30 * MINUTE_MS, values: { humidity: 36.7, soil_temp: 31.1 } },
      { tMs: noon + 45 * MINUTE_MS, values: { air_temp: 33 } },
    ]);
  });

  it('traffic: kelvin become degrees, 0 K is missing; airquality: -200 is missing', async () => {
    put('metro_traffic/Metro_Interstate_Traffic_Volume.csv', [
      'holiday,temp,date_time,traffic_volume',
      'None,288.15,2012-10-02 09:00:00,5545',
      'None,0.0,2012-10-02 10:00:00,4516',
    ]);
    const traffic = await samplesOf(await only('traffic'));
    expect(traffic[0]!.values['ambient_temp']).toBeCloseTo(15);
    expect(traffic[1]!.values).toEqual({ traffic_volume: 4516 });

    const columns =
      'CO_GT,PT08_S1_CO,C6H6_GT,PT08_S2_NMHC,NOx_GT,PT08_S3_NOx,NO2_GT,PT08_S4_NO2,PT08_S5_O3,T,RH';
    put('uci_airquality/AirQualityUCI.csv', [
      `Date,Time,${columns}`,
      `10/03/2004,18:00:00,2.6,1360,${Array(9).fill(-200).join(',')}`,
    ]);
    expect(await samplesOf(await only('airquality'))).toEqual([
      { tMs: Date.UTC(2004, 2, 10, 18), values: { co_reference: 2.6, sensor_co: 1360 } },
    ]);
  });

  it('skab: labelled rows become stretches', async () => {
    const header =
      'datetime;Accelerometer1RMS;Accelerometer2RMS;Current;Pressure;Temperature;Thermocouple;Voltage;Volume Flow RateRMS;anomaly;changepoint';
    const row = (second: number, anomaly: number): string =>
      `2020-03-01 15:44:0${second};1;1;1;1;1;1;1;1;${anomaly}.0;0.0`;
    put('skab/other/1.csv', [header, row(1, 0), row(2, 1), row(3, 1), row(4, 0), row(5, 1)]);
    const at = (second: number): number => Date.UTC(2020, 2, 1, 15, 44, second);
    const series = await only('skab');
    expect(series.anomalies).toEqual([
      { fromMs: at(2), toMs: at(3) },
      { fromMs: at(5), toMs: at(5) },
    ]);
    expect((await samplesOf(series))[0]!.values['flow']).toBe(1);
  });

  it('azure: rows and failures go to their machine; hydraulic: a cycle is a minute', async () => {
    put('azure_pdm/PdM_machines.csv', ['machineID,model,age', '1,model3,18', '2,model4,7']);
    put('azure_pdm/PdM_failures.csv', ['datetime,machineID,failure', '2015-01-05 06:00:00,2,comp4']);
    put('azure_pdm/PdM_telemetry.csv', [
      'datetime,machineID,volt,rotate,pressure,vibration',
      '2015-01-01 06:00:00,1,176,418,113,45',
      '2015-01-01 06:00:00,2,162,402,95,43',
    ]);
    const machines = await openDataset('azure', dir);
    expect(machines.map(({ failures }) => failures.length)).toEqual([0, 1]);
    expect((await samplesOf(machines[1]!)).map(({ values }) => values['voltage'])).toEqual([162]);

    put('hydraulic/hydraulicData_coolCondY.csv', [
      'psa_bar,tsa_temp,cool_cond_y',
      '160.5,35.6,3',
      '160.6,36.6,3',
    ]);
    expect((await samplesOf(await only('hydraulic')))[1]).toEqual({
      tMs: HYDRAULIC_EPOCH_MS + MINUTE_MS,
      values: { pressure_a: 160.6, temp_a: 36.6 },
    });
  });

  it('a series reads again from its beginning', async () => {
    put('hydraulic/hydraulicData_coolCondY.csv', ['psa_bar', '160.5', '160.6']);
    const series = await only('hydraulic');
    expect(await samplesOf(series)).toEqual(await samplesOf(series));
    expect(assetTypeById(series.assetTypeId)).toBeDefined();
  });
});
