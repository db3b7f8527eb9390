// What can be checked of a page by a program: axe's rules for WCAG 2.2 A and AA, and that nothing has to be scrolled
// to the side.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { sizes } from '../../setup/browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const options: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  rules: { 'target-size': { enabled: true } }, // new in 2.2, and off unless it is asked for
  resultTypes: ['violations'],
  preload: false,
};

/** Waits until the page has these colours and nothing moves any more: colours on their way are nobody's choice. */
async function settled(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  await page.locator(`html[data-scheme=${scheme}], html:not([data-scheme])`).waitFor();
  await page.locator('.MuiSkeleton-root').first().waitFor({ state: 'detached' });
  await page.evaluate(`(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const moving = () => document.getAnimations().filter((each) => each.playState === 'running' && each.effect.getComputedTiming().endTime !== Infinity);
    for (let still = 0; still < 2; still += 1) {
      await frame();
      if (moving().length > 0) still = -1;
    }
  })()`);
}

/** Of the rules only this one depends on the colours. */
const contrast: RunOptions = { ...options, runOnly: { type: 'rule', values: ['color-contrast'] } };

/** What breaks a rule, one line each: rule, place, and why. */
async function violationsOf(page: Page, rules: RunOptions): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  const results = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(rules)})`);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '', html }) => {
      const why = failureSummary.split('\n').slice(1).join(' ').replace(/\s+/g, ' ');
      return `${id}: ${target.join(' ')} ${html.slice(0, 160)}: ${why}`;
    }),
  );
}

/** What is wider than the window, if the page can be scrolled to the side. */
const overflowOf = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const width = document.documentElement.clientWidth;
    const places = [document.scrollingElement, document.getElementById('content')].filter(Boolean);
    if (places.every((place) => place.scrollWidth <= place.clientWidth)) return [];
    return [...document.querySelectorAll('body *')]
      .filter((each) => each.getBoundingClientRect().right > width + 0.5)
      .slice(0, 5)
      .map((each) => 'wider than ' + width + ' px: ' + each.outerHTML.slice(0, 160));
  })()`);

/** Everything that is wrong with the page as it stands, at both widths and in both colour schemes. */
export async function problemsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [size, scheme, rules] of [
    ['wide', 'light', options],
    ['wide', 'dark', contrast],
    ['phone', 'dark', options],
    ['phone', 'light', contrast],
  ] as const) {
    await page.setViewportSize(sizes[size]);
    await page.emulateMedia({ colorScheme: scheme });
    await settled(page, scheme);
    const lines = [...(await violationsOf(page, rules)), ...(await overflowOf(page))];
    found.push(...lines.map((line) => `${sizes[size].width} px, ${scheme}: ${line}`));
  }
  return found;
}
