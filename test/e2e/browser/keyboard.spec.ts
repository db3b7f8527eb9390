// The curator's way from signing in to a decision without a pointer; wherever the focus goes, it can be seen.
import { beforeAll, expect, it } from 'vitest';
import { seedChecklists } from '../../../seeds/checklists.ts';
import { testPassword } from '../../factories/users.ts';
import { Desk } from '../../factories/submissions.ts';
import { eventually } from '../../factories/eventually.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { useBrowser } from '../../setup/browser.ts';
import { heading, says } from './hands.ts';
import { focus, hasFocus, tabTo } from './keys.ts';

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
  // What is pressed goes to what is chosen, which is another page until the word has been looked for.
  await page.getByRole('option', { name: 'Batches', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await heading(page, 'ENA batches').waitFor();
});

it('searches the change log, opens an event, and exports, and each time comes back to where it was', async () => {
  const page = await browser.open({ as: await app.person('auditor') });
  await page.goto('/change-log');
  await page.getByRole('table').getByText('submission.approve').waitFor();
  await tabTo(page, /^Search the change log$/);
  await page.keyboard.type('action:approve');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await says(page, '1 of 1');

  await tabTo(page, 'Approved submission.approve');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: /^Approved/ });
  await says(panel, 'Complete and plausible.');
  await tabTo(page, 'Copy a link to this event');
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await eventually(async () => (await focus(page)).name.startsWith('Approved'));

  await page.getByRole('button', { name: 'Count by' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'What these events are' }).waitFor();
  await tabTo(page, /^Export$/);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export the change log' });
  await says(dialog, '1 event will be written.');
  await tabTo(page, /^Cancel$/);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await eventually(async () => (await focus(page)).name === 'Export');

  await tabTo(page, /^Approved\s*1$/);
  await page.keyboard.press('Space');
  await page.waitForURL(/action=submission\.approve/);
});
