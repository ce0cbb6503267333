import { log2Fixed } from '../arithmetic/log2';
import { LOG2_C } from '../arithmetic/log2.c99';
import { CPart } from '../c/c-part';
import { Stage, Workspace } from '../stages/stage';
import { FeatureKind, PreparedFeature } from './feature';
import { LOG_UNITS, logFormat, Unit } from './units';

/** A feature of one number and no parameters but `log`. */
export interface Scalar {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly unit: Unit;
  readonly q: number;
  readonly stage: Stage;
  /** The number, within int32. */
  of(workspace: Workspace): number;
  readonly part: CPart;
  /** C expression of the same number, of type int32_t. */
  readonly call: string;
}

/**
 * The row of a feature of one number. Where its unit has a logarithm, `log: true` gives that instead, in Q10; a value of 0 is
 * taken as one step of the number's own format.
 */
export function scalarFeature(scalar: Scalar): FeatureKind {
  const { name, title, source, unit, q } = scalar;
  return {
    name,
    title,
    source,
    unit,
    q,
    spectral: scalar.stage.words,
    parts: [scalar.part, LOG2_C],
    prepare: (params) => {
      const logUnit = LOG_UNITS[unit];
      const log = logUnit !== undefined && params.flag('log');
      return log ? logarithm(scalar, logUnit) : plain(scalar);
    },
  };
}

function plain({ unit, q, stage, of, part, call }: Scalar): PreparedFeature {
  return {
    labels: [''],
    format: { q, unit },
    stage,
    run: (workspace, out, at) => {
      out[at] = of(workspace);
    },
    emit: (c, at) => {
      c.use(part);
      return `out[${at}] = ${call};`;
    },
  };
}

function logarithm({ q, stage, of, part, call }: Scalar, unit: Unit): PreparedFeature {
  return {
    labels: [''],
    format: logFormat(unit),
    stage,
    run: (workspace, out, at) => {
      out[at] = log2Fixed(of(workspace)) - q * 1024;
    },
    emit: (c, at) => {
      c.use(part, LOG2_C);
      return `out[${at}] = fettle_log2((uint64_t)${call}) - ${q * 1024};`;
    },
  };
}
