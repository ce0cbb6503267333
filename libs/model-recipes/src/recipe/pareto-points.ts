import type { ParetoPoint } from '@fettle/contracts';
import type { Candidate, Compression } from '@fettle/training';

/** The candidates of a compression that no other beats in everything, the chosen one marked, smallest first. */
export function paretoPoints(
  { candidates, front, metric }: Compression,
  chosen: Candidate,
): readonly ParetoPoint[] {
  return candidates
    .filter((candidate) => front.has(candidate) || candidate === chosen)
    .map((candidate) => ({
      label: candidate.name,
      flash: candidate.costs.flashBytes,
      ram: candidate.costs.ramBytes,
      instructions: candidate.costs.instructions,
      accuracy: candidate.score,
      measure: metric.name,
      better: metric.better,
      chosen: candidate === chosen,
    }))
    .sort((a, b) => a.flash - b.flash);
}
