import { Bearing, BEARING_FAULTS, bearingFrequencies } from '../../bearings/bearing-frequencies';
import { EnvelopeBand } from '../../stages/envelope/envelope';
import { Site } from '../feature';
import { Params } from '../params';
import { edgesToBins, frequencies } from '../spectral/bins';

/** Bins below this hold what is left of the envelope's mean under the window. */
export const FIRST_LINE_BIN = 2;

/** A fault and the bins, first and last of each harmonic, in which its lines are looked for. */
export interface FaultLines {
  readonly name: string;
  readonly bins: Int16Array;
}

/** The band whose envelope is looked at: at least 16 bins, so that its spectrum has lines to speak of. */
export function readBand(params: Params, site: Site): EnvelopeBand {
  const bandHz = params.ascending('bandHz', { min: 2, max: 2 }, frequencies(site));
  const [first, end] = edgesToBins(bandHz, site, params, 'bandHz') as [number, number];
  const bins = end - first;
  if (bins < 16) params.refuse('bandHz', `${bins} bins of this window; at least 16`);
  return { first, bins, size: Math.max(32, 2 ** Math.ceil(Math.log2(bins))) };
}

/** The faults' frequencies: given by name in `lines`, or those of `bearing` that `faults` names (all four). */
function readFrequencies(params: Params): [string, number][] {
  const bearing = params.inner('bearing');
  if (bearing !== undefined) {
    const above = { min: Number.MIN_VALUE, max: 1e9 };
    const geometry: Bearing = {
      balls: bearing.number('balls', { ...above, whole: true }),
      ballDiameter: bearing.number('ballDiameter', above),
      pitchDiameter: bearing.number('pitchDiameter', above),
      contactAngleDeg: bearing.number('contactAngleDeg', { min: 0, max: 89.9, otherwise: 0 }),
      shaftHz: bearing.number('shaftHz', above),
    };
    bearing.done();
    const all = bearingFrequencies(geometry, bearing.place);
    return params.choices('faults', BEARING_FAULTS).map((fault) => [fault, all[fault]]);
  }
  const lines = params.inner('lines') ?? params.refuse('lines', 'frequencies by name, or a bearing');
  const names = lines.names();
  if (names.length < 1 || names.length > 16) params.refuse('lines', '1 to 16 frequencies by name');
  const odd = names.find((name) => !/^[\w .+-]{1,40}$/.test(name));
  if (odd !== undefined) params.refuse('lines', 'names of up to 40 letters, digits, spaces and .+-_');
  return names.map((name) => [name, lines.number(name, { min: Number.MIN_VALUE, max: 1e9 })]);
}

/**
 * Harmonics 1 to `harmonics` (1 to 8, default 3) of each fault, each within `tolerance` (default 0.02 of its frequency, for
 * slip) and at least one bin. Harmonics outside the envelope's spectrum are left out; a fault with none is refused by name.
 */
export function readLines(params: Params, site: Site, { size }: EnvelopeBand): readonly FaultLines[] {
  const harmonics = params.number('harmonics', { min: 1, max: 8, whole: true, otherwise: 3 });
  const tolerance = params.number('tolerance', { min: 0, max: 0.1, otherwise: 0.02 });
  const binHz = site.sampleRateHz / site.count;
  return readFrequencies(params).map(([name, hz]) => {
    const bins: number[] = [];
    for (let harmonic = 1; harmonic <= harmonics; harmonic++) {
      const centre = (harmonic * hz) / binHz;
      const reach = Math.max(1, centre * tolerance);
      const first = Math.max(Math.ceil(centre - reach), FIRST_LINE_BIN);
      const last = Math.floor(centre + reach);
      if (centre >= FIRST_LINE_BIN && last < size / 2) bins.push(first, last);
    }
    if (bins.length === 0)
      params.refuse(name, `${hz.toFixed(1)} Hz is outside the envelope's spectrum in this window`);
    return { name, bins: Int16Array.from(bins) };
  });
}

/**
 * Where the bins end whose mean the lines are measured against: a quarter beyond the highest line, since an envelope's
 * spectrum falls with frequency, and bins far above would flatter every line.
 */
export function floorEnd(faults: readonly FaultLines[], { size }: EnvelopeBand): number {
  const highest = Math.max(...faults.map(({ bins }) => bins.at(-1)!));
  return Math.min(Math.ceil(highest * 1.25) + 8, size / 2);
}
