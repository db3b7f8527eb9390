// Two people at once: nobody's change is lost, and nobody decides on what has changed in the meantime.
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { seedChecklists } from '../../../seeds/checklists.ts';
import { Desk } from '../../factories/submissions.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { useBrowser } from '../../setup/browser.ts';
import { cellOf } from './deposit.ts';
import { heading, says } from './hands.ts';

const app = useApp({ console: true });
const browser = useBrowser(app);
let depositor: Person;
let curator: Person;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = await app.person('depositor');
  curator = await app.person('curator');
});

const country = 'geographic location (country and/or sea)';

/** The same draft in two windows of its depositor. */
async function inTwoWindows(): Promise<[Page, Page]> {
  const desk = new Desk(app, depositor);
  const { id } = await desk.draft(2);
  const pages: Page[] = [];
  for (let count = 0; count < 2; count += 1) {
    const page = await browser.open({ as: depositor });
    await page.goto(`/submissions/${id}/records`);
    await cellOf(page, 'S-00001', 'Peru').waitFor();
    pages.push(page);
  }
  return pages as [Page, Page];
}

/** Opens a cell of the first record for writing. */
async function open(page: Page, value: string): Promise<void> {
  await cellOf(page, 'S-00001', value).click();
  await page.getByRole('grid').getByRole('textbox').waitFor();
}

/** Writes into the cell that is open. */
async function write(page: Page, value: string): Promise<void> {
  const editor = page.getByRole('grid').getByRole('textbox');
  await editor.fill(value);
  await editor.press('Enter');
}

/** Writes into a cell of the first record while another window has one open, and waits until that one has heard of it. */
async function overtake(theirs: Page, mine: Page, value: string, next: string): Promise<void> {
  const heard = mine.waitForResponse((answer) => answer.url().includes('/records?'));
  await open(theirs, value);
  await write(theirs, next);
  await heard;
}

it('shows the difference of one cell, and leaves the choice', async () => {
  browser.tolerate(/status of 412/);
  const [theirs, mine] = await inTwoWindows();
  for (const { choice, before, other, kept } of [
    { choice: 'Keep theirs', before: 'Peru', other: 'Chile', kept: 'Chile' },
    { choice: 'Write mine over it', before: 'Chile', other: 'Bolivia', kept: 'Ecuador' },
  ]) {
    await open(mine, before);
    await overtake(theirs, mine, before, other);
    await write(mine, 'Ecuador');
    const dialog = mine.getByRole('dialog', { name: 'Somebody else changed this cell' });
    await says(dialog, `${country} of S-00001 was changed while you were writing.`);
    expect(await dialog.locator('del').allInnerTexts()).toEqual([before, other]);
    expect(await dialog.locator('ins').allInnerTexts()).toEqual([other, 'Ecuador']);
    await dialog.getByRole('button', { name: choice }).click();
    await dialog.waitFor({ state: 'detached' });
    for (const page of [mine, theirs]) await cellOf(page, 'S-00001', kept).waitFor();
  }
});

it('keeps both changes of two cells of one record', async () => {
  browser.tolerate(/status of 412/);
  const [theirs, mine] = await inTwoWindows();
  await open(mine, 'Peru');
  await overtake(theirs, mine, '2021-05-01', '2021-05-02');
  await write(mine, 'Chile');
  for (const page of [mine, theirs]) {
    await cellOf(page, 'S-00001', 'Chile').waitFor();
    await cellOf(page, 'S-00001', '2021-05-02').waitFor();
  }
});

it('writes nothing over what others wrote when nothing was typed', async () => {
  const [theirs, mine] = await inTwoWindows();
  await open(mine, 'Peru');
  await overtake(theirs, mine, 'Peru', 'Chile');
  await mine.keyboard.press('Enter');
  for (const page of [mine, theirs]) await cellOf(page, 'S-00001', 'Chile').waitFor();
});

it('does not decide on what has changed in the meantime', async () => {
  browser.tolerate(/status of 412/, /events/);
  const desk = new Desk(app, depositor);
  const submitted = await desk.do(await desk.draft(2), 'submit');
  const claimed = await new Desk(app, curator).do(submitted, 'claim');
  const page = await browser.open({ as: curator });
  await page.goto(`/submissions/${claimed.id}`);
  await page.route('**/api/v1/events', (route) => route.abort()); // as on a bad connection
  await page.getByRole('button', { name: 'Approve and mint 3 accessions' }).click();
  await desk.do(claimed, 'withdraw', 'The wrong samples.');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('Complete.');
  await dialog.getByRole('button', { name: 'Approve and mint 3 accessions' }).click();
  await says(dialog, 'It was changed by somebody else in the meantime.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await says(page, 'Withdrawn; nothing more can be done with it.');
});

it('shows what became of a study while its form was open', async () => {
  browser.tolerate(/status of 412/);
  const desk = new Desk(app, depositor);
  const draft = await desk.draft(2);
  const page = await browser.open({ as: depositor });
  await page.goto(`/submissions/${draft.id}`);
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('Potatoes of four Andean valleys');
  await app.request('PATCH', `submissions/${draft.id}`, {
    as: depositor,
    ifMatch: draft.version,
    body: { title: 'Potatoes of five Andean valleys' },
  });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await says(dialog, 'Somebody else changed this submission while the form was open');
  await says(dialog.locator('ins'), /five/);
  await dialog.getByRole('button', { name: 'Write mine over it' }).click();
  await heading(page, 'Potatoes of four Andean valleys').waitFor();
});
