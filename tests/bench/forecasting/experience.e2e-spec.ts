import { openDataset, readEngines } from '@fettle/datasets';
import { assetTypeById, TURBOFAN_SENSORS } from '@fettle/domains';
import { AssetHistory, fitExperience, type LifeRecord, readPath, signalsOf } from '@fettle/forecasting';
import { DAY_MS, HOUR_MS } from '@fettle/kernel';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { modesOf, momentsOf } from './replay';
import { declineAt, SIMULATED_TYPES, simulatedRun } from './simulated-machine';

const dataDir = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../shared/data');
const here = existsSync(dataDir);
if (!here) console.warn(`SKIPPED: no public data at ${dataDir}; set FETTLE_DATA to fit experience to it`);

/** Each seventh flight of an engine teaches, from the first day on: neighbouring ones say the same. */
const EVERY_FLIGHTS = 7;
const FIRST_FLIGHT = 24;
const SIX_HOURS_MS = 6 * HOUR_MS;

/** Where the numbers of run-to-failure experience come from: never from what foresight.e2e-spec.ts judges them by. */
describe('experience of simulated parts', () => {
  it('is printed from seeds that are not judged', () => {
    const records: LifeRecord[] = [];
    for (const id of SIMULATED_TYPES) {
      for (let seed = 11; seed <= 18; seed++) records.push(...simulatedRecords(id, seed));
    }
    const { gain, gainSpread, thresholdSpread } = fitExperience(records);
    console.info('simulated parts', { records: records.length, gain, gainSpread, thresholdSpread });
    expect(gain[0]).toBeCloseTo(0.075, 2);
    expect(gain[1]).toBeCloseTo(0.2375, 2);
    expect(gainSpread[0]).toBeCloseTo(0.161, 2);
    expect(gainSpread[1]).toBeCloseTo(0.219, 2);
    expect(thresholdSpread).toBeLessThan(0.02);
  }, 300_000);
});

function simulatedRecords(id: string, seed: number): LifeRecord[] {
  const type = assetTypeById(id)!;
  const { samples, truth } = simulatedRun(type, seed);
  const records: LifeRecord[] = [];
  for (const { view } of momentsOf(type, samples)) {
    if (view.atMs % SIX_HOURS_MS !== 0) continue;
    for (const { component, mode } of modesOf(type)) {
      const life = declineAt(truth, component, mode.id, view.atMs);
      const posterior = life ? readPath(mode, view).posterior : null;
      if (life && posterior) records.push({ posterior, trueDays: (life.failureMs - view.atMs) / DAY_MS });
    }
  }
  return records;
}

(here ? describe : describe.skip)('experience of public run-to-failure data', () => {
  it('turbofan: what the pack says is what odd-numbered training engines teach', async () => {
    const records: LifeRecord[] = [];
    for (const set of ['FD001', 'FD003']) {
      for await (const { unit, rows } of readEngines(join(dataDir, `cmapss/train_${set}.txt.gz`)))
        if (unit % 2 === 1) records.push(...engineRecords(unit, rows));
    }
    const fitted = fitExperience(records);
    console.info('turbofan', { records: records.length, ...fitted });
    const shipped = modesOf(assetTypeById('generic.turbofan')!)[0]!.mode.experience!;
    expect(fitted.gain[0]).toBeCloseTo(shipped.gain[0], 2);
    expect(fitted.gain[1]).toBeCloseTo(shipped.gain[1], 2);
    expect(fitted.gainSpread[0]).toBeCloseTo(shipped.gainSpread[0], 2);
    expect(fitted.gainSpread[1]).toBeCloseTo(shipped.gainSpread[1], 2);
    expect(fitted.thresholdSpread).toBeCloseTo(shipped.thresholdSpread, 2);
    expect(fitted.quietLife.medianDays).toBeCloseTo(shipped.quietLife!.medianDays, 1);
    expect(fitted.quietLife.spread).toBeCloseTo(shipped.quietLife!.spread, 2);
  }, 120_000);

  it('bearing rig: how far from four times its first days a bearing of test 1 was when it was stopped', async () => {
    const [series] = await openDataset('ims1', dataDir);
    const rows: { tMs: number; values: Readonly<Record<string, number>> }[] = [];
    for await (const row of series!.samples()) rows.push(row);
    const [fromMs, toMs] = [rows[0]!.tMs + 5 * DAY_MS, rows.at(-1)!.tMs - SIX_HOURS_MS];
    const meanOf = (signal: string, keep: (tMs: number) => boolean): number => {
      const values = rows.filter(({ tMs }) => keep(tMs)).map(({ values: v }) => v[signal]!);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const ends = series!.failures.map(({ component }) => {
      const signal = `${component}_mean_abs`;
      const ratio = meanOf(signal, (tMs) => tMs > toMs) / meanOf(signal, (tMs) => tMs < fromMs);
      return Math.log(ratio) / Math.log(4);
    });
    const spread = Math.sqrt(ends.reduce((sum, end) => sum + (end - 1) ** 2, 0) / ends.length);
    console.info('bearing rig', { damageAtTheEnd: ends, thresholdSpread: spread });
    expect(ends).toHaveLength(2);
    const shipped = modesOf(assetTypeById('wind.bearing_rig')!)[0]!.mode.experience!;
    expect(spread).toBeCloseTo(shipped.thresholdSpread, 1);
  });
});

function engineRecords(unit: number, rows: readonly (readonly number[])[]): LifeRecord[] {
  const { mode } = modesOf(assetTypeById('generic.turbofan')!)[0]!;
  const history = new AssetHistory(signalsOf([mode]));
  return rows.flatMap((row, n) => {
    const values = TURBOFAN_SENSORS.map(({ sensor, name }) => [name, row[4 + sensor]!] as const);
    history.record('device', n * HOUR_MS, values);
    if (n < FIRST_FLIGHT || n % EVERY_FLIGHTS !== unit % EVERY_FLIGHTS) return [];
    const { posterior } = readPath(mode, history.view(n));
    return posterior ? [{ posterior, trueDays: (rows.length - n) / 24 }] : [];
  });
}
