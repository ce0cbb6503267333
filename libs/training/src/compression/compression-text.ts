import { Candidate } from './candidate.types';
import { Compression } from './compress.types';
import { paretoSvg } from './pareto/pareto-svg';
import { candidatePlot, candidateTable, Marks } from './pareto/table';

/** The table of candidates, a plot of size against score, and a line on what was picked or why nothing was. */
export function compressionText(compression: Compression): string {
  const { candidates, metric, float } = compression;
  if (candidates.length === 0) return 'no candidates\n';
  const marks = marksOf(compression);
  const table = candidateTable(candidates, metric.name, marks, float);
  return `${table}\n${candidatePlot(candidates, metric.name, marks)}\n${pickLine(compression)}\n`;
}

/** The same candidates as a picture. */
export function compressionSvg(compression: Compression): string {
  return paretoSvg(compression.candidates, compression.metric.name, marksOf(compression));
}

function marksOf({ front, pick }: Compression): Marks<Candidate> {
  return pick !== undefined && 'picked' in pick ? { front, picked: pick.picked } : { front };
}

function pickLine({ pick, metric }: Compression): string {
  if (pick === undefined) return 'nothing to pick from';
  if ('picked' in pick)
    return `picked: ${pick.picked.name} (${metric.name} ${pick.picked.score.toPrecision(4)})`;
  const { nearest, bound, value, limit } = pick;
  return `none fits; nearest is ${nearest.name}, whose ${bound} is ${value} of ${limit}`;
}
