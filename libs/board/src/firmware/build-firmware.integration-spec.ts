import { DEVICE_MODELS } from '@fettle/device-models';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boardTarget } from '../targets/registry';
import { missingTools } from '../toolchain/tools';
import { buildFirmware } from './build-firmware';
import { firmwareSizes } from './firmware-sizes';
import { modelPipeline } from './model-pipeline';

const missing = missingTools(boardTarget('cortex-m4'));
if (missing.length > 0) console.warn(`SKIPPED: builds of the firmware; not there: ${missing.join(', ')}`);

(missing.length > 0 ? describe.skip : describe)('a firmware that is built where another one was', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-build-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has room for windows as long as its own model needs; what is the same is not compiled again', async () => {
    const model = DEVICE_MODELS.find(({ id }) => id === 'bearing-anomaly')!;
    const signalOf = (role: string, exponent: number) => ({ id: role.length, name: role, exponent });
    const signals = [
      ...model.program.scores.map(({ role }) => signalOf(role, -3)),
      ...model.program.reports.map(({ role, exponent }) => signalOf(role, exponent)),
    ];
    const pipeline = modelPipeline({ model, signals, place: '', as: 'built-in' });
    const ramWith = async (windowSamples: number): Promise<number> => {
      const built = await buildFirmware({ board: 'mps2-an386', pipeline, windowSamples, folder });
      return firmwareSizes(built.elf).ram;
    };
    const compiledAt = (): number => statSync(join(folder, 'app', 'app.o')).mtimeMs;
    const usual = await ramWith(1_024);
    expect(await ramWith(2_048)).toBe(usual + 2 * 1_024);
    const at = compiledAt();
    expect(await ramWith(2_048)).toBe(usual + 2 * 1_024);
    expect(compiledAt()).toBe(at);
  }, 60_000);
});
