import type {
  AlertResponse,
  AlertRuleResponse,
  AssetDetailResponse,
  DeviceResponse,
  FleetRowResponse,
} from '@fettle/contracts';
import { connectAsync } from 'mqtt';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { FleetTruth } from '../../apps/fleet/src';
import type { ApiClient } from '../support/api-client';
import { keepScreenshot, launchBrowser } from '../support/browser';
import { type DemoProduct, startDemo, untilPresent } from '../support/demo-product';
import { untilDrained } from '../support/drained';
import { keepPictures } from '../support/pictures';
import { tabOrder } from '../support/tab-order';
import { temporaryHome } from '../support/temporary-home';
import { byUrgency, trueRisk } from '../support/true-risk';
import { untilDrawn, type Visitor, visitor } from '../support/visitor';
import { waitFor } from '../support/wait-for';
import { modelsJourney } from './models.journey';

jest.setTimeout(180_000);

/** What a person does in the first minutes with the demo, in a real browser, from the printed link on. */
describe('the demo, from the printed link on', () => {
  const home = temporaryHome();
  let demo: DemoProduct;
  let owner: ApiClient;
  let browser: Browser;
  let person: Visitor;
  let page: Page;
  let rows: FleetRowResponse[];

  beforeAll(async () => {
    demo = await startDemo(home.dir);
    owner = await demo.as('owner');
    browser = await launchBrowser();
    person = await visitor(browser);
    page = person.page;
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await demo?.product.stop();
    await home.remove();
  }, 60_000);

  const address = (path: string): string => new URL(path, demo.link).toString();
  const go = async (path: string): Promise<void> => {
    await page.goto(address(path));
    await untilDrawn(page);
  };
  const rulesOf = (): Promise<AlertRuleResponse[]> => owner.list('/api/v1/alert-rules');
  const firing = (): Promise<AlertResponse[]> => owner.list('/api/v1/alerts?state=firing');

  it('nobody is shown to the door; the printed link opens it, once', async () => {
    await go('/');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await page.goto(demo.link);
    await page.getByRole('navigation', { name: 'Main' }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
    await page.getByText('demo, simulated machines').waitFor();
    const late = await visitor(browser);
    await late.page.goto(demo.link);
    await late.page.getByText('A link works once and not for long').waitFor();
    await keepScreenshot(late.page, 'sign-in-used-link');
    await late.context.close();
  });

  it('the past is lived through; then forecasts say when and how sure they are, and alerts are there', async () => {
    await keepScreenshot(page, 'fleet-while-history-catches-up');
    await untilPresent(demo);
    await untilDrained(owner);
    // Until then the one process that also serves pages may answer that it is busy; pages ask again.
    const complaints = person.complaints.splice(0);
    expect(complaints.filter((complaint) => !complaint.includes('a status of 503'))).toEqual([]);
    rows = await owner.list<FleetRowResponse>('/api/v1/fleet');
    expect(rows).toEqual([...rows].sort(byUrgency));
    const sure = rows.filter(({ forecast }) => forecast.rul.p50 !== null && forecast.urgency === 'critical');
    expect(sure.length).toBeGreaterThan(0);
    for (const { forecast } of sure) {
      const { p10, p50, p90 } = forecast.rul;
      expect(p10!).toBeLessThan(p50!);
      expect(p90 ?? Infinity).toBeGreaterThan(p50!);
      expect(forecast.drivers.length).toBeGreaterThan(0);
    }
    expect((await owner.list<AlertResponse>('/api/v1/alerts')).length).toBeGreaterThanOrEqual(3);
  }, 400_000);

  it('the parts that are called urgent are mostly those that truly fail', async () => {
    const other = await demo.as('owner', 1);
    const clients = [owner, other];
    const both = [...rows, ...(await other.list<FleetRowResponse>('/api/v1/fleet'))];
    const devices = await Promise.all(clients.map((each) => each.list<DeviceResponse>('/api/v1/devices')));
    const file = join(demo.product.home, 'fleet', 'truth.json');
    const truth = JSON.parse(readFileSync(file, 'utf8')) as FleetTruth;
    const figures = trueRisk(both, devices.flat(), truth, { top: 10, days: 14 });
    process.stdout.write(`${figures.line}\n`);
    expect(figures.found.length).toBeGreaterThanOrEqual(figures.due.length / 2);
    expect(figures.calledRightly.length).toBeGreaterThanOrEqual(figures.called.length * 0.7);
  });

  it('the fleet screen lists them, most urgent first', async () => {
    await go('/');
    const list = page.getByRole('region', { name: 'Components at risk' });
    await list.getByRole('listitem').first().waitFor();
    const shown = await list.getByRole('listitem').allTextContents();
    const atRisk = rows.filter(({ forecast }) => !['healthy', 'learning'].includes(forecast.urgency));
    expect(shown[0]).toContain(atRisk[0]!.assetName);
    expect(shown[0]).toMatch(/\d\s%/);
    expect(shown.length).toBeGreaterThanOrEqual(Math.min(8, atRisk.length));
  });

  it('an asset tells in a sentence what fails and when, draws fan and drivers, and its values move', async () => {
    const { assetId, forecast } = rows[0]!;
    await page.getByRole('listitem').first().getByRole('link').first().click();
    await page.waitForURL(`**/assets/${assetId}**`);
    await untilDrawn(page);
    await page
      .getByText(/likely to fail|will fail|fail within|should have failed/i)
      .first()
      .waitFor();
    expect(forecast.status).toBe('ready');
    const panel = page.getByRole('region', { name: 'Health and forecast' });
    await panel.locator('svg .recharts-area-area').waitFor({ state: 'attached' });
    await page.locator('figure svg .recharts-line-curve').first().waitFor({ state: 'attached' });
    const live = page.getByRole('region', { name: 'Live values' });
    const before = await live.textContent();
    const newest = async (): Promise<string> =>
      (await owner.get<AssetDetailResponse>(`/api/v1/assets/${assetId}`)).latest.map(({ at }) => at).join();
    const known = await newest();
    await waitFor('new readings', async () => (await newest()) !== known);
    await waitFor('a live value to move', async () => (await live.textContent()) !== before);
  });

  it('an alert is taken with one tap, and its numbers say why it fired', async () => {
    await go('/alerts');
    await page.getByRole('button', { name: 'Acknowledge' }).first().click();
    await page
      .getByText(/Demo owner is on it/)
      .first()
      .waitFor();
    const taken = await owner.list<AlertResponse>('/api/v1/alerts?state=acknowledged');
    expect(taken.map(({ acknowledgedBy }) => acknowledgedBy)).toEqual(['Demo owner']);
    await go(`/alerts?alert=${taken[0]!.id}`);
    await page.getByRole('dialog').getByText('Why it fired').waitFor();
  });

  it('a threshold is tried on the past, saved, and holds at once', async () => {
    const rule = (await rulesOf()).find(
      ({ enabled, assetTypeId, condition }) =>
        enabled && assetTypeId === 'rail.car' && condition.kind === 'window' && condition.comparison === '>',
    )!;
    await go(`/rules/${rule.id}`);
    const preview = page.getByRole('region', { name: 'Preview' });
    const before = await preview.textContent();
    await page.getByLabel('Limit', { exact: true }).fill('0');
    await page.getByLabel('Recovery limit').fill('');
    await page.getByLabel('Pending period').selectOption('0');
    await waitFor('another preview', async () => (await preview.textContent()) !== before);
    await untilDrawn(page);
    await preview.getByText(/Would have fired .* more than today’s rule/).waitFor();
    await keepScreenshot(page, 'rule-tried');
    const known = new Set((await firing()).map(({ id }) => id));
    await page.getByRole('button', { name: 'Save the change' }).click();
    await page.getByText(/Saved: .* It holds from now on/).waitFor();
    const saved = (await rulesOf()).find(({ id }) => id === rule.id)!;
    expect(saved.version).toBe(rule.version + 1);
    const fired = await waitFor('an alert of the changed rule', async () =>
      (await firing()).find(({ id, ruleId }) => ruleId === rule.id && !known.has(id)),
    );
    expect(fired).toMatchObject({ ruleVersion: rule.version + 1, evidence: { threshold: 0 } });
    await go('/alerts');
    await page.getByText(fired.ruleName).first().waitFor();
  });

  it('a device is added; what it sends with its credentials is seen at once and kept', async () => {
    await go('/devices?add=true');
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('The device’s name').fill('Thermometer of the journey');
    await drawer.getByText('A new machine').click();
    await drawer.getByLabel('The machine’s name').fill('Boiler of the journey');
    await drawer.getByRole('combobox', { name: 'What it is' }).click();
    await page.getByRole('option', { name: 'Sensor', exact: true }).click();
    await drawer.getByRole('button', { name: 'Make its credentials' }).click();
    await drawer.getByText('Copy this now').waitFor();
    await drawer.getByText('Waiting for its first message').waitFor();
    await keepScreenshot(page, 'device-credentials');
    await drawer.getByRole('tab', { name: 'Plain' }).click();
    const text = await drawer.getByRole('tabpanel').innerText();
    const told = (name: string): string => new RegExp(`^${name} +(\\S.*)$`, 'm').exec(text)![1]!.trim();
    const [clientId, username, password] = [told('client id'), told('user'), told('password')];
    const device = await connectAsync(`mqtt://${told('host')}`, { clientId, username, password });
    const message = JSON.stringify({ ts: Date.now(), values: { temperature: 21.5 } });
    await device.publishAsync(told('json'), message, { qos: 1 });
    await device.endAsync();
    await drawer.getByText(/Got it/).waitFor();
    await keepScreenshot(page, 'device-first-message');
    const kept = await owner.list<{ value: number }>(
      `/api/v1/devices/${clientId}/readings?signal=temperature`,
    );
    expect(kept.map(({ value }) => value)).toEqual([21.5]);
    await page.reload();
    await untilDrawn(page);
    expect(await page.content()).not.toContain(password);
  });

  modelsJourney(() => ({ browser, owner, person, address }));

  it('an address that leads nowhere says so and shows the way back', async () => {
    await page.goto(address('/flete'));
    await page.getByText('There is no such screen').waitFor();
    await keepScreenshot(page, 'no-such-screen');
    await page.getByRole('link', { name: 'Go to the fleet' }).click();
    await page.getByRole('navigation', { name: 'Main' }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('the main way works with the keyboard alone', async () => {
    await go('/');
    await page.getByRole('region', { name: 'Components at risk' }).waitFor();
    await page.keyboard.press('j');
    await page.locator('[data-row="0"] [data-row-main]:focus').waitFor();
    await page.keyboard.press('j');
    await page.locator('[data-row="1"] [data-row-main]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/assets/**');
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Find anything' }).waitFor();
    await page.keyboard.type('Turbine 05');
    await page
      .getByRole('button', { name: /^Turbine 05/ })
      .first()
      .waitFor();
    await keepScreenshot(page, 'find-anything');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Turbine 05' }).waitFor();
    await go('/alerts');
    await page.keyboard.press('j');
    await page.locator('[data-row="0"] [data-row-main]:focus').waitFor();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Why it fired').waitFor();
    const chosen = drawer.locator('button:focus', { hasText: 'Acknowledge' });
    for (let tabs = 0; tabs < 12 && (await chosen.count()) === 0; tabs++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await drawer.getByText(/^Acknowledged$/).waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('Tab leads to everything that can be operated, in reading order, and shows where one is', async () => {
    const { id } = (await rulesOf())[0]!;
    for (const path of [
      '/',
      `/assets/${rows[0]!.assetId}`,
      '/alerts',
      `/rules/${id}`,
      '/models',
      '/streams',
    ]) {
      await go(path);
      const { stops, reached, unseen } = await tabOrder(page);
      expect([path, reached, unseen]).toEqual([path, stops, []]);
    }
  });

  it('a viewer sees everything and is offered nothing to change; what is asked anyway is refused', async () => {
    const viewer = await demo.as('viewer');
    const looker = await visitor(browser);
    const { email, password } = demo.credentials.tenants[0]!.users.find(({ role }) => role === 'viewer')!;
    await looker.page.goto(address('/sign-in'));
    await looker.page.getByLabel('E-mail').fill(email);
    await looker.page.getByLabel('Password').first().fill(password);
    await looker.page.keyboard.press('Enter');
    const change =
      /acknowledge|resolve|plan visit|plan a visit|save|delete|new rule|add a device|upload|disable$/i;
    const [alert] = await firing();
    const paths = ['/', `/assets/${rows[0]!.assetId}`, '/alerts', `/alerts?alert=${alert!.id}`, '/rules'];
    await looker.page.getByRole('region', { name: 'Components at risk' }).waitFor();
    for (const path of [
      ...paths,
      `/rules/${alert!.ruleId}`,
      '/devices',
      '/devices?add=true',
      '/models',
      '/work',
    ]) {
      await looker.page.goto(address(path));
      await untilDrawn(looker.page);
      const buttons = looker.page.getByRole('button', { name: change });
      const links = looker.page.getByRole('link', { name: change });
      expect([path, await buttons.count(), await links.count()]).toEqual([path, 0, 0]);
    }
    expect(looker.complaints).toEqual([]);
    await looker.context.close();
    const asked = await viewer.send('POST', `/api/v1/alerts/${alert!.id}/acknowledge`, {});
    expect(asked.status).toBe(403);
  });

  it('pictures of every screen are kept; none is too wide, and no window complained', async () => {
    const { assetId, forecast } = rows[0]!;
    const [alert] = await owner.list<AlertResponse>('/api/v1/alerts?state=open');
    const rule = (await rulesOf()).find(({ assetTypeId }) => assetTypeId === 'rail.car')!;
    const faults = await keepPictures(browser, person.context, demo.link, {
      fleet: '/',
      asset: `/assets/${assetId}?component=${forecast.component}`,
      alerts: '/alerts',
      alert: `/alerts?alert=${alert!.id}`,
      rules: '/rules',
      rule: `/rules/${rule.id}`,
      devices: '/devices',
      'device-add': '/devices?add=true',
      work: '/work',
      models: '/models',
      model: '/models/rail-car',
      'model-tried': '/models/rail-car?trying=true#try',
      streams: '/streams',
    });
    expect(faults).toEqual({ complaints: [], tooWide: [] });
    expect(person.complaints).toEqual([]);
  }, 240_000);
});
