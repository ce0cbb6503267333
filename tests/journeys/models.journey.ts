import type { DeviceCommandResponse, ModelCodeResponse, ModelResponse } from '@fettle/contracts';
import { createDeviceProgram, DEVICE_MODELS } from '@fettle/device-models';
import { assetTypeById } from '@fettle/domains';
import { loadTflite } from '@fettle/tinyml';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { ApiClient } from '../support/api-client';
import { keepScreenshot } from '../support/browser';
import { untilDrawn, type Visitor, visitor } from '../support/visitor';
import { waitFor } from '../support/wait-for';

/** What the journey needs of a demo that has reached the present. */
export interface ModelsWorld {
  readonly browser: Browser;
  readonly owner: ApiClient;
  /** Somebody who may upload, signed in. */
  readonly person: Visitor;
  readonly address: (path: string) => string;
}

const CAR = DEVICE_MODELS.find(({ id }) => id === 'rail-car')!;
/** Everything that a failing axle box 2 changes. */
const FAILING = ['Axle box 2 vibration', 'Axle box 2 kurtosis', 'Axle box 2 above ambient'];

/** The tests of the Models screen, within a describe whose demo is running. */
export function modelsJourney(world: () => ModelsWorld): void {
  let page: Page;

  const go = async (path: string): Promise<void> => {
    await page.goto(world().address(path));
    await untilDrawn(page);
  };
  const untilFocused = async (label: string): Promise<void> => {
    const focused = page.locator(`:focus[aria-label="${label}"], :focus:has-text("${label}")`);
    for (let tabs = 0; tabs < 120 && (await focused.count()) === 0; tabs++) await page.keyboard.press('Tab');
    expect([label, await focused.count()]).toEqual([label, 1]);
  };
  const verdict = () => page.getByRole('status', { name: 'What it says' });

  it('the models say what runs where, how good and how big', async () => {
    page = world().person.page;
    const models = await world().owner.list<ModelResponse>('/api/v1/models');
    await go('/models');
    await page.getByRole('heading', { level: 1, name: /devices? runs? / }).waitFor();
    const shown = await page
      .getByRole('region', { name: 'With the product' })
      .getByRole('listitem')
      .allTextContents();
    expect(shown).toHaveLength(DEVICE_MODELS.length);
    const builtIn = models.filter(({ source }) => source === 'built-in');
    for (const [i, { title, devices, accuracy }] of builtIn.entries()) {
      expect(shown[i]).toContain(title);
      if (accuracy[0]) expect(shown[i]).toContain(accuracy[0].split);
      if (devices > 0) expect(shown[i]).toContain(`${devices} device`);
    }
  });

  it('with the keyboard alone: a model is opened and tried; failing readings make it say so, with the device’s own bits', async () => {
    await go('/models');
    for (let row = 0; row <= DEVICE_MODELS.indexOf(CAR); row++) {
      await page.keyboard.press('j');
      await page.locator(`[data-row="${row}"] [data-row-main]:focus`).waitFor();
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: CAR.title }).waitFor();
    await untilFocused('Try it on a recording');
    await page.keyboard.press('Enter');
    await verdict().waitFor();
    await untilFocused('Moment of the recording');
    await page.keyboard.press('Home');
    const before = await verdict().innerText();
    for (const label of FAILING) {
      await untilFocused(label);
      await page.keyboard.press('End');
    }
    await verdict().getByText('anomaly').waitFor();
    expect(await verdict().innerText()).not.toBe(before);
    await keepScreenshot(page, 'model-what-if');
    const program = createDeviceProgram(CAR.program, loadTflite(CAR.tflite()));
    const fields = await page.getByRole('textbox', { name: /, value$/ }).all();
    const texts = await Promise.all(fields.map((field) => field.inputValue()));
    const values = Int16Array.from(texts, (text, i) => Math.round(Number(text) / 10 ** exponentOf(i)));
    const { scores } = program.run(values);
    expect(await verdict().innerText()).toContain((scores[0]! / 1000).toFixed(3));
  });

  it('the C that is saved is the C of the API', async () => {
    await go(`/models/${CAR.id}`);
    const { files } = await world().owner.get<ModelCodeResponse>(`/api/v1/models/${CAR.id}/c`);
    const along = page.getByRole('region', { name: 'Take it along' });
    for (const { name, text } of files) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        along.getByRole('link', { name }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(name);
      expect(readFileSync(await download.path(), 'utf8')).toBe(text);
    }
  });

  it('an uploaded model stands beside them; what cannot run is refused with its code and a way on', async () => {
    const { browser, person, address } = world();
    const other = await visitor(browser, { signedInAs: person.context });
    await other.page.goto(address('/models'));
    await untilDrawn(other.page);
    const upload = async (name: string, buffer: Buffer): Promise<void> => {
      const [chooser] = await Promise.all([
        other.page.waitForEvent('filechooser'),
        other.page.getByRole('button', { name: 'Upload a model' }).click(),
      ]);
      await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer });
      await other.page.getByRole('dialog').getByRole('button', { name: 'Upload', exact: true }).click();
    };
    await upload('Noise (2).tflite', Buffer.from('no model at all'));
    await other.page.getByRole('alert').getByText('TINYML.MALFORMED').waitFor();
    expect(await other.page.getByLabel('Name').inputValue()).toBe('noise_2');
    await keepScreenshot(other.page, 'model-refused');
    await other.page.keyboard.press('Escape');
    await other.page.getByRole('dialog').waitFor({ state: 'detached' });
    await upload('copy of a car.tflite', Buffer.from(CAR.tflite()));
    await other.page.getByRole('heading', { level: 1, name: 'copy_of_a_car' }).waitFor();
    await untilDrawn(other.page);
    await other.page.getByRole('button', { name: 'Delete' }).click();
    await other.page.getByRole('button', { name: /Really delete/ }).click();
    await other.page.waitForURL('**/models');
    expect(other.complaints).toEqual([expect.stringContaining('400 (Bad Request)')]);
    await other.context.close();
  });

  it('a device is told to show itself, and says that it did', async () => {
    const [device] = await world().owner.list<{ id: string }>(
      `/api/v1/devices?model=${CAR.name}@${CAR.version}`,
    );
    await go(`/devices?device=${device!.id}`);
    const drawer = page.getByRole('dialog');
    await drawer.getByText(`${CAR.name}@${CAR.version}`).waitFor();
    await drawer.getByRole('button', { name: 'Identify' }).click();
    await drawer.getByRole('list', { name: 'Commands' }).getByText('Done').waitFor();
    await keepScreenshot(page, 'device-told');
    await waitFor('the device’s answer', async () => {
      const [newest] = await world().owner.list<DeviceCommandResponse>(
        `/api/v1/devices/${device!.id}/commands`,
      );
      return newest?.state === 'done';
    });
  });
}

/** Decimal exponent of the car model's signal at that place. */
function exponentOf(index: number): number {
  const name = CAR.signals[index];
  return assetTypeById('rail.car')!.signals.find((signal) => signal.name === name)!.exponent;
}
