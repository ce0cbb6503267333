import { classLabel, type ClassLabelScore } from './class-label/class-label.score';
import { classProbability, type ClassProbabilityScore } from './class-probability/class-probability.score';
import { reconstruction, type ReconstructionScore } from './reconstruction/reconstruction.score';
import type { ScoreKind } from './score-kind';

export type ScoreSpec = ReconstructionScore | ClassProbabilityScore | ClassLabelScore;

/** Every kind of score; a new one is a folder here, a member of the union, and a row. */
const SCORE_KINDS: { readonly [K in ScoreSpec['kind']]: ScoreKind<Extract<ScoreSpec, { kind: K }>> } = {
  reconstruction,
  'class-probability': classProbability,
  'class-label': classLabel,
};

/** The row that knows this score, `undefined` for a kind that there is not. */
export function scoreKind(spec: ScoreSpec): ScoreKind<ScoreSpec> | undefined {
  return Object.hasOwn(SCORE_KINDS, spec.kind) ? (SCORE_KINDS[spec.kind] as ScoreKind<ScoreSpec>) : undefined;
}
