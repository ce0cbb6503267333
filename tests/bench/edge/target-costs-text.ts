import { type TargetCosts } from '@fettle/tinyml';

/** A row of the cost registry as TypeScript. */
export function targetCostsText(costs: TargetCosts): string {
  const name = costs.target.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return `/* eslint-disable max-lines -- a table */
import { TargetCosts } from '../target-costs';

/* Generated: \`node tests/bench/edge/calibrate.mjs ${costs.target}\` measures every kernel on the emulated board anew. */
export const ${name}Costs: TargetCosts = ${JSON.stringify(costs, null, 2)};
`;
}
