import type { Page } from 'playwright-core';

export interface TabOrder {
  /** Everything on the page that can be operated, in reading order. */
  readonly stops: readonly string[];
  /** What Tab led to, in its order. */
  readonly reached: readonly string[];
  /** Reached without showing it. */
  readonly unseen: readonly string[];
}

const OPERABLE = ['a[href]', 'button', 'input', 'select', 'textarea', 'summary', '[tabindex="0"]'];

/** Presses Tab through the whole page, which must be freshly loaded. One of a group of radio buttons stands for all. */
export async function tabOrder(page: Page): Promise<TabOrder> {
  const stops = await page
    .locator(OPERABLE.map((selector) => `${selector}:visible`).join(','))
    .evaluateAll((elements): string[] =>
      elements
        .filter((element) => {
          if (element.matches(':disabled, [tabindex="-1"]')) return false;
          const group = elements.filter((other) => other.type === 'radio' && other.name === element.name);
          return element.type !== 'radio' || element === (group.find((other) => other.checked) ?? group[0]);
        })
        .map((element, index) => {
          const words = element.getAttribute('aria-label') || element.textContent || element.tagName;
          element.dataset.stop = `${index} ${words.trim().slice(0, 40)}`;
          return element.dataset.stop;
        }),
    );
  const reached: string[] = [];
  const unseen: string[] = [];
  for (let presses = 0; presses < stops.length + 5; presses++) {
    await page.keyboard.press('Tab');
    const [at] = await page.locator('[data-stop]:focus').evaluateAll((elements) =>
      elements.map((element) => {
        const { outlineStyle, boxShadow } = element.ownerDocument.defaultView.getComputedStyle(element);
        // A radio button's ring is drawn around its label.
        const shown = outlineStyle !== 'none' || boxShadow !== 'none' || element.type === 'radio';
        return { stop: String(element.dataset.stop), shown: shown || element.type === 'checkbox' };
      }),
    );
    if (at === undefined || reached.includes(at.stop)) continue;
    reached.push(at.stop);
    if (!at.shown) unseen.push(at.stop);
  }
  return { stops, reached, unseen };
}
