import type { Browser, BrowserContext, Page } from 'playwright-core';
import { SCREENS } from './browser';
import { waitFor } from './wait-for';

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Everything that a console, an uncaught error or the page's security policy complained about. */
  readonly complaints: string[];
}

export interface VisitorOptions {
  readonly screen?: keyof typeof SCREENS;
  readonly colours?: 'light' | 'dark';
  /** Cookies of somebody who signed in already. */
  readonly signedInAs?: BrowserContext;
}

/** A person's browser window that notes every complaint. */
export async function visitor(browser: Browser, options: VisitorOptions = {}): Promise<Visitor> {
  const { screen = 'desktop', colours = 'light', signedInAs } = options;
  const context = await browser.newContext({
    viewport: SCREENS[screen],
    colorScheme: colours,
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    ...(signedInAs ? { storageState: await signedInAs.storageState() } : {}),
    ...(screen === 'phone' ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
  });
  // Generous: while the demo lives through its past, the one process that also serves pages is busy.
  context.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // A page that is left gives up what it was still asking for.
    if (!reason.includes('ERR_ABORTED')) complaints.push(`${request.url()}: ${reason}`);
  });
  return { context, page, complaints };
}

/** Resolves once the screen has its heading and nothing on it is a placeholder any more. */
export async function untilDrawn(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await waitFor('the placeholders to go', async () => {
    const waiting = page.locator('.mantine-Skeleton-root, [aria-busy="true"]');
    return (await waiting.count()) === 0;
  });
}
