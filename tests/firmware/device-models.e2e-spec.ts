import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDeviceProgram, DEVICE_MODELS, pipelineC, type ProgrammedModel } from '@fettle/device-models';
import { seededRandom } from '@fettle/kernel';
import { loadTflite } from '@fettle/tinyml';

const FIRMWARE = join(__dirname, '..', '..', 'apps', 'firmware', 'src');
const STRICT = ['-std=c99', '-pedantic', '-Wall', '-Wextra', '-Wconversion', '-Wshadow', '-Werror'];
const SANITIZED = ['-O2', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
const MOST = { scores: 8, features: 32 };
const WINDOWS = 60;

const compiler = spawnSync('gcc', ['--version']).status === 0;
if (!compiler) console.warn('SKIPPED: device models as C; gcc is not there');

/** Reads windows, writes what each came to: scores, features, the raw output's first bytes. */
const DRIVER = `#include <stdio.h>
#include <string.h>
#include "update/model_image.h"
extern const struct model_image builtin_model;
int main(void)
{
  static int16_t window[8192];
  builtin_model.begin();
  while (fread(window, 2, builtin_model.window_samples, stdin) == builtin_model.window_samples) {
    struct model_result result;
    memset(&result, 0, sizeof result);
    builtin_model.run(window, &result);
    fwrite(result.scores, 4, ${MOST.scores}, stdout);
    fwrite(result.features, 4, ${MOST.features}, stdout);
    fwrite(result.raw, 1, ${MOST.scores}, stdout);
  }
  return 0;
}
`;

/** Windows over the whole range of samples: silence, noise of every size, both ends, blows. */
function windowsOf(size: number, seed: number): Int16Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: WINDOWS }, (_, i) => {
    if (i === 0) return new Int16Array(size);
    if (i < 3) return new Int16Array(size).fill(i === 1 ? 32767 : -32768);
    const loudness = 2 ** (random.next() * 15);
    return Int16Array.from({ length: size }, () =>
      Math.max(
        -32768,
        Math.min(32767, Math.round(random.normal() * loudness * (random.next() < 0.01 ? 8 : 1))),
      ),
    );
  });
}

function compiledResults(model: ProgrammedModel, windows: readonly Int16Array[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-device-model-'));
  try {
    let id = 0;
    const exponents = new Map(model.program.reports.map(({ role, exponent }) => [role, exponent]));
    const { formats } = createDeviceProgram(model.program, loadTflite(model.tflite()));
    model.program.scores.forEach(({ role }, i) => exponents.set(role, formats[i]!.exponent));
    const files = pipelineC({
      name: model.name,
      version: Number(model.version),
      program: model.program,
      model: loadTflite(model.tflite()),
      signalOf: (role) => ({ id: ++id, exponent: exponents.get(role)! }),
      as: 'built-in',
    });
    for (const [name, text] of Object.entries({ ...files, 'driver.c': DRIVER }))
      writeFileSync(join(folder, name), text);
    const sources = [...Object.keys(files), 'driver.c'].filter((name) => name.endsWith('.c'));
    execFileSync(
      'gcc',
      [...STRICT, ...SANITIZED, '-I', FIRMWARE, '-I', folder, ...sources, '-o', 'program'],
      { cwd: folder },
    );
    const input = Buffer.concat(windows.map(({ buffer }) => Buffer.from(buffer)));
    return execFileSync(join(folder, 'program'), { input, maxBuffer: 2 ** 26 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

(compiler ? describe : describe.skip)('a device model as C under sanitizers', () => {
  it.each(DEVICE_MODELS.map((model) => [model.id, model] as const))(
    '%s: every score, feature and output byte as in TypeScript',
    (_, model) => {
      const program = createDeviceProgram(model.program, loadTflite(model.tflite()));
      const windows = windowsOf(program.inputSize, 5);
      const expected = windows.map((window) => {
        const { scores, reports, output } = program.run(window);
        const bytes = Buffer.alloc(4 * (MOST.scores + MOST.features) + MOST.scores);
        scores.forEach((score, i) => bytes.writeInt32LE(score, 4 * i));
        reports.forEach((report, i) => bytes.writeInt32LE(report, 4 * (MOST.scores + i)));
        output
          .subarray(0, MOST.scores)
          .forEach((value, i) => bytes.writeInt8(value, 4 * (MOST.scores + MOST.features) + i));
        return bytes;
      });
      expect(new Set(expected.map((bytes) => bytes.toString('hex'))).size).toBeGreaterThan(10);
      expect(compiledResults(model, windows).equals(Buffer.concat(expected))).toBe(true);
    },
  );
});
