import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { featuresRuntime } from '../c/features-runtime';
import { extractorC } from '../extractor/extractor-c';
import { FeatureSpec } from '../extractor/feature-spec';

/** Warnings that must not appear. */
export const STRICT = ['-std=c99', '-pedantic', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror'];
const SANITIZED = ['-O2', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

/** Whether a compiler of that name is there. */
export function hasCompiler(name: string): boolean {
  return spawnSync(name, ['--version']).status === 0;
}

/** A folder with these files that is gone when `use` returns. */
export function withFiles<T>(files: Readonly<Record<string, string>>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-features-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Compiles `main.c`, which includes the others so that what they share is compiled once, without a warning and under
 * sanitizers; gives what the program says to its input.
 */
export function runProgram(
  files: Readonly<Record<string, string>>,
  flags: readonly string[],
  input: Uint8Array,
): Buffer {
  return withFiles(files, (folder) => {
    execFileSync('gcc', [...STRICT, ...SANITIZED, ...flags, 'main.c', '-o', 'program'], {
      cwd: folder,
      stdio: 'pipe',
    });
    return execFileSync(join(folder, 'program'), { input, maxBuffer: 2 ** 28 });
  });
}

/** The sources of extractors that share one runtime header. */
export function extractorFiles(specs: Readonly<Record<string, FeatureSpec>>): Record<string, string> {
  const files: Record<string, string> = { 'fettle_features.h': featuresRuntime() };
  for (const [name, spec] of Object.entries(specs)) {
    const { source, header } = extractorC(spec, name);
    files[`${name}_features.c`] = source;
    files[`${name}_features.h`] = header;
  }
  return files;
}

function mainText(specs: Readonly<Record<string, FeatureSpec>>): string {
  const names = Object.keys(specs);
  const cases = names.map((name, i) => {
    const { input, standardise } = specs[name]!;
    const upper = name.toUpperCase();
    const int8 = standardise
      ? `      int8_t bytes[${upper}_VALUES];
      ${name}_features_int8(window, &scratch, bytes);
      fwrite(bytes, 1, sizeof bytes, stdout);`
      : '';
    return `    case ${i}: {
      static int${input ? 32 : 16}_t window[${upper}_SAMPLES];
      static ${name}_scratch scratch;
      if (fread(window, sizeof window, 1, stdin) != 1) return 1;
      ${name}_features(window, &scratch);
      fwrite(scratch.values, sizeof scratch.values, 1, stdout);
${int8}
      break;
    }`;
  });
  return `#include <stdio.h>
${names.map((name) => `#include "${name}_features.c"`).join('\n')}
int main(void)
{
  for (;;) {
    const int which = getchar();
    switch (which) {
${cases.join('\n')}
    default:
      return which == EOF ? 0 : 1;
    }
  }
}
`;
}

/** A window for the extractor of that name. */
export interface NamedWindow {
  readonly name: string;
  readonly window: Int16Array | Int32Array;
}

/** For each window its values, and its int8 where the spec has it: from one program that holds all the extractors. */
export function runExtractors(
  specs: Readonly<Record<string, FeatureSpec>>,
  windows: readonly NamedWindow[],
  flags: readonly string[] = [],
): Buffer {
  const names = Object.keys(specs);
  const input = windows.flatMap(({ name, window }) => [
    Buffer.from([names.indexOf(name)]),
    Buffer.from(window.buffer, window.byteOffset, window.byteLength),
  ]);
  return runProgram({ ...extractorFiles(specs), 'main.c': mainText(specs) }, flags, Buffer.concat(input));
}
