import { CPart } from '../c/c-part';
import { CText } from '../c/c-text';
import { Stage, Workspace } from '../stages/stage';
import { Width } from '../transform/width';
import { Params } from './params';
import { Format, SampleScale, Unit } from './units';

/** Where a feature is asked for: the window it will see. */
export interface Site {
  readonly sampleRateHz: number;
  readonly count: number;
  readonly width: Width;
}

/** A feature with its parameters checked and its tables made. Running it allocates nothing worth naming. */
export interface PreparedFeature {
  /** What follows the feature's name, one a value: empty for a single one. */
  readonly labels: readonly string[];
  readonly format: Format;
  readonly stage: Stage;
  run(workspace: Workspace, out: Int32Array, at: number): void;
  /** C statements that put the same integers at `out[at]` and after. */
  emit(c: CText, at: number): string;
  /** The real value where the unit alone does not say it. */
  toReal?(value: number, index: number, scale: SampleScale): number;
}

/** A kind of feature: one folder, one row in `registry.ts`. */
export interface FeatureKind {
  readonly name: string;
  /** What it is, for a list. */
  readonly title: string;
  /** Where the definition comes from. */
  readonly source: string;
  /** Unit and fractional bits without further parameters. */
  readonly unit: Unit;
  readonly q: number;
  /** Whether the window's length has to be a power of two. */
  readonly spectral: boolean;
  /** The C that it may call, whatever its parameters. */
  readonly parts: readonly CPart[];
  /** `FEATURES.BAD_SPEC` for parameters that cannot be. */
  prepare(params: Params, site: Site): PreparedFeature;
}
