import type { ParetoPoint } from '@fettle/contracts';
import type { Candidate, Compression } from '@fettle/training';
import { planArena } from '@fettle/tinyml';

/** The candidates of a compression that no other beats in everything, the chosen one marked, smallest first. */
export function paretoPoints({ candidates, front }: Compression, chosen: Candidate): readonly ParetoPoint[] {
  return candidates
    .filter((candidate) => front.has(candidate) || candidate === chosen)
    .map((candidate) => ({
      label: candidate.name,
      weights: candidate.costs.flashBytes,
      ram: planArena(candidate.quantized.model.subgraphs[0]!).bytes,
      instructions: candidate.costs.instructions,
      accuracy: candidate.score,
      chosen: candidate === chosen,
    }))
    .sort((a, b) => a.weights - b.weights);
}
