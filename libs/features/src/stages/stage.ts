import { CText } from '../c/c-text';
import { Central, centralOf } from './central/central';
import { CENTRAL_C } from './central/central.c99';
import { EnvelopeBand, envelopeSpectrum } from './envelope/envelope';
import { ENVELOPE_C } from './envelope/envelope.c99';
import { Spectrum, windowSpectrum } from './spectrum/spectrum';
import { SPECTRUM_C } from './spectrum/spectrum.c99';
import { Sums, sumsOf } from './sums/sums';
import { SUMS_C } from './sums/sums.c99';
import { sineTable } from '../transform/sine';
import { Width } from '../transform/width';

/** What stages leave for the features that read them. A spectrum stands until the next one takes its words. */
export interface Workspace {
  readonly samples: Int16Array;
  readonly spectrum: Spectrum;
  readonly width: Width;
  sums: Sums;
  central: Central;
}

/**
 * Work that several features share and that is done once a window. Stages of one key are the same work; they run in ascending
 * `order`, each followed by its features, after those in `after`.
 */
export interface Stage {
  readonly key: string;
  readonly order: number;
  readonly after: readonly Stage[];
  /** Whether it needs the words of a spectrum. */
  readonly words: boolean;
  run(workspace: Workspace): void;
  /** C statements; the window is `samples`, its length `count`, results are `sums`, `central`, `spectrum`. */
  emit(c: CText, width: Width, count: number): string;
}

export const SUMS: Stage = {
  key: 'sums',
  order: 0,
  after: [],
  words: false,
  run: (workspace) => {
    workspace.sums = sumsOf(workspace.samples);
  },
  emit: (c, _, count) => {
    c.use(SUMS_C);
    return `fettle_sum_up(&sums, samples, ${count});`;
  },
};

export const CENTRAL: Stage = {
  key: 'central',
  order: 1,
  after: [SUMS],
  words: false,
  run: (workspace) => {
    workspace.central = centralOf(workspace.samples, workspace.sums);
  },
  emit: (c) => {
    c.use(CENTRAL_C);
    return 'fettle_centre(&central, samples, &sums);';
  },
};

export const SPECTRUM: Stage = {
  key: 'spectrum',
  order: 2,
  after: [SUMS],
  words: true,
  run: ({ spectrum, samples, sums, width }) => windowSpectrum(spectrum, samples, sums, width),
  emit: (c, { bits }, count) => {
    c.use(SPECTRUM_C[bits].window);
    const sine = c.array('sine', 'int16_t', sineTable(count));
    return `fettle_window_spectrum${bits}(&spectrum, samples, &sums, ${sine});`;
  },
};

/** The spectrum of a band's envelope; bands with the same bins are one stage. */
export function envelopeStage(band: EnvelopeBand): Stage {
  const { first, bins, size } = band;
  return {
    key: `envelope ${first} ${bins}`,
    order: 3,
    after: [SUMS],
    words: true,
    run: ({ spectrum, samples, sums, width }) => envelopeSpectrum(spectrum, samples, sums, width, band),
    emit: (c, { bits }, count) => {
      c.use(ENVELOPE_C[bits]);
      const sine = c.array('sine', 'int16_t', sineTable(count));
      return `fettle_envelope_spectrum${bits}(&spectrum, samples, &sums, ${sine}, ${first}, ${bins}, ${size});`;
    },
  };
}
