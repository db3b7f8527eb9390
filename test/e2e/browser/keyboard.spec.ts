// The curator's way from signing in to a decision without a pointer; wherever the focus goes, it can be seen.
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { seedChecklists } from '../../../seeds/checklists.ts';
import { testPassword } from '../../factories/users.ts';
import { Desk } from '../../factories/submissions.ts';
import { eventually } from '../../factories/eventually.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { useBrowser } from '../../setup/browser.ts';
import { heading, says } from './hands.ts';

const app = useApp({ console: true });
const browser = useBrowser(app);
const title = 'A submission that is opened without a pointer';
let curator: Person;
beforeAll(async () => {
  await seedChecklists(app.api);
  curator = await app.person('curator');
  const depositor = new Desk(app, await app.person('depositor'));
  await depositor.do(await depositor.draft(2, { title }), 'submit');
});

type Focus = { name: string; isSeen: boolean; html: string };

/** What has the focus, and whether it (or the row that it opens) is in sight and marked. */
const focus = (page: Page): Promise<Focus> =>
  page.evaluate<Focus>(`(() => {
    const held = document.activeElement;
    const marks = [held, held.closest('tr'), held.closest('.MuiOutlinedInput-root'), held.closest('form[role=search]')];
    const isMarked = marks.filter(Boolean).some((each) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
      const border = each.querySelector(':scope > fieldset');
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none' ||
        (border !== null && parseFloat(getComputedStyle(border).borderTopWidth) >= 2);
    });
    const { top, bottom, width } = held.getBoundingClientRect();
    const isInSight = width > 0 && bottom > 0 && top < innerHeight;
    const name = held.getAttribute('aria-label') ?? held.innerText ?? '';
    return { name: name.trim(), isSeen: isMarked && isInSight, html: held.outerHTML.slice(0, 160) };
  })()`);

/** Presses Tab until something of this name has the focus; everything passed on the way could be seen. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let count = 0; count < 60; count += 1) {
    await page.keyboard.press('Tab');
    const held = await focus(page);
    expect(held.isSeen, `the focus cannot be seen on ${held.html}`).toBe(true);
    if (held.name.match(name)) return;
    passed.push(held.name);
  }
  throw new Error(`Tab does not lead to ${String(name)}, but through ${passed.join(' | ')}`);
}

const hasFocus = (page: Page, selector: string) =>
  page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`);

it('leads from signing in through the queue to a decision', async () => {
  const page = await browser.open();
  await page.goto('/');
  await heading(page, 'Sign in').waitFor();
  await page.keyboard.type(curator.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(testPassword);
  await page.keyboard.press('Enter');
  await heading(page, 'Queue').waitFor();
  await page.getByRole('table').getByRole('link', { name: title }).waitFor();

  // The form that had the focus is gone: one goes on in the page that it led to.
  await eventually(() => hasFocus(page, '#content'));
  await tabTo(page, title);
  await page.keyboard.press('Enter');
  await heading(page, title).waitFor();

  await tabTo(page, /^Claim$/);
  await page.keyboard.press('Enter');
  await says(page, 'You have it: approve it, ask for changes, or reject it.');
  await eventually(() => hasFocus(page, '#content'));
  await tabTo(page, 'Approve and mint 3 accessions');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('Complete and plausible.');
  await page.keyboard.press('Control+Enter');
  await says(page, 'Every record has its accession.');
  await eventually(() => hasFocus(page, '#content'));
});

it('skips the navigation, and gives the focus back when a dialog closes', async () => {
  const page = await browser.open({ as: curator });
  await page.goto('/queue');
  await heading(page, 'Queue').waitFor();
  await page.keyboard.press('Tab');
  expect((await focus(page)).name).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  await eventually(() => hasFocus(page, '#content'));

  await page.getByRole('button', { name: 'Search or go to' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await eventually(async () => (await focus(page)).name.startsWith('Search or go to'));
});

it('goes from row to row with J and K, and to any page from the palette', async () => {
  const page = await browser.open({ as: curator });
  await page.goto('/queue?view=approved');
  await page.getByRole('table').getByRole('link', { name: title }).waitFor();
  await page.keyboard.press('j');
  expect((await focus(page)).name).toBe(title);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('Batches');
  await says(page.getByRole('dialog'), 'Batches');
  await page.keyboard.press('Enter');
  await heading(page, 'ENA batches').waitFor();
});
