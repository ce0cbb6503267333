import type { Browser, BrowserContext } from 'playwright-core';
import { keepScreenshot, SCREENS } from './browser';
import { untilDrawn, visitor } from './visitor';

type Screen = keyof typeof SCREENS;

export interface PictureFaults {
  /** What the windows complained about. */
  readonly complaints: string[];
  /** Screens that a person would have to push sideways. */
  readonly tooWide: string[];
}

/** Keeps pictures of screens on a phone and a desktop, in light and dark, as artefacts; returns what was wrong. */
export async function keepPictures(
  browser: Browser,
  signedInAs: BrowserContext,
  origin: string,
  paths: Readonly<Record<string, string>>,
): Promise<PictureFaults> {
  const faults: PictureFaults = { complaints: [], tooWide: [] };
  const lookWith = async (screen: Screen): Promise<void> => {
    const { page, context, complaints } = await visitor(browser, { screen, signedInAs });
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(new URL(path, origin).toString());
      await untilDrawn(page);
      const width = await page.locator('html').evaluate((root) => root.scrollWidth);
      if (width > SCREENS[screen].width) faults.tooWide.push(`${path} on a ${screen}: ${width} px`);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await keepScreenshot(page, `${name}-${screen}-${colorScheme}`);
      }
    }
    faults.complaints.push(...complaints);
    await context.close();
  };
  await Promise.all((Object.keys(SCREENS) as Screen[]).map(lookWith));
  return faults;
}
