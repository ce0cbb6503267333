import { execFileSync } from 'node:child_process';
import { extractorFiles, hasCompiler, STRICT, withFiles } from '../spec-builders/compiled-extractors';
import { soundSpec, TIME_FEATURES, vibrationSpec } from '../spec-builders/sample-specs';

const present = hasCompiler('arm-none-eabi-gcc');
if (!present) console.warn('SKIPPED: features for Cortex-M4; arm-none-eabi-gcc is not there');

(present ? describe : describe.skip)('features for Cortex-M4', () => {
  it('compile without a warning, call nothing but the compiler’s own, and fit', () => {
    const specs = {
      vibration: {
        ...vibrationSpec(2048, 16),
        features: [...vibrationSpec(2048, 16).features, ...TIME_FEATURES],
      },
      sound: soundSpec(32),
    };
    withFiles(extractorFiles(specs), (folder) => {
      const run = (tool: string, ...parameters: string[]): string =>
        execFileSync(`arm-none-eabi-${tool}`, parameters, { cwd: folder, encoding: 'utf8' });
      for (const name of Object.keys(specs)) {
        const object = `${name}_features.o`;
        run('gcc', '-mcpu=cortex-m4', '-mthumb', '-Os', ...STRICT, '-c', `${name}_features.c`, '-o', object);
        const [, flash, variables, zeroed] = /\n\s*(\d+)\s+(\d+)\s+(\d+)/.exec(run('size', object))!;
        console.info(`${name}: ${flash} bytes of flash`);
        expect(Number(flash)).toBeLessThan(10240);
        expect([variables, zeroed]).toEqual(['0', '0']);
        const called = [...run('nm', '-u', object).matchAll(/U (\w+)/g)].map(([, symbol]) => symbol!);
        expect(called.filter((symbol) => !/^(__aeabi_\w+|memcpy|memmove|memset)$/.test(symbol))).toEqual([]);
        expect(called.filter((symbol) => /^__aeabi_(d|f)/.test(symbol))).toEqual([]);
      }
    });
  });
});
