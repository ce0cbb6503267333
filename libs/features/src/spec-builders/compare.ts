import { createExtractor, Extractor } from '../extractor/extractor';
import { FeatureSpec } from '../extractor/feature-spec';
import { NamedWindow, runExtractors } from './compiled-extractors';

/** What a compiled extractor's values differ in from the extractor's own: empty when nothing does. */
export function compareValues(
  specs: Readonly<Record<string, FeatureSpec>>,
  windows: readonly NamedWindow[],
  flags: readonly string[] = [],
  shownHere: (given: NamedWindow['window']) => NamedWindow['window'] = (given) => given,
): string[] {
  const extractors = new Map<string, Extractor>(
    Object.entries(specs).map(([name, spec]) => [name, createExtractor(spec)]),
  );
  const said = runExtractors(specs, windows, flags);
  const differences: string[] = [];
  let at = 0;
  windows.forEach(({ name, window }, index) => {
    const extractor = extractors.get(name)!;
    extractor.run(shownHere(window)).forEach((value, i) => {
      const compiled = said.readInt32LE(at);
      if (compiled !== value) {
        differences.push(`${name} window ${index} ${extractor.names[i]}: ${compiled} in C, ${value} here`);
      }
      at += 4;
    });
    if (!extractor.spec.standardise) return;
    extractor.runInt8(shownHere(window)).forEach((value, i) => {
      if (said.readInt8(at) !== value) differences.push(`${name} window ${index} int8 ${extractor.names[i]}`);
      at++;
    });
  });
  if (at !== said.length) differences.push(`${said.length} bytes from C, ${at} expected`);
  return differences;
}
