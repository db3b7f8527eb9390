// The life of a batch in the console, with two curators and a depositor, each in a window of their own: put together,
// tried at ENA, mended where it would be refused, approved by a second person, sent, and shown with its accessions.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../../seeds/checklists.ts';
import { BatchDesk } from '../../factories/batches.ts';
import { eventually } from '../../factories/eventually.ts';
import { useSandbox } from '../../factories/sandbox.ts';
import { sample, sheet } from '../../factories/sheets.ts';
import { approve, Desk, okay } from '../../factories/submissions.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { useBrowser } from '../../setup/browser.ts';
import { activeCell, writeCell } from './deposit.ts';
import { give, goTo, heading, says, turnTo } from './hands.ts';
import { hasFocus, tabTo } from './keys.ts';

const sandbox = useSandbox();
const app = useApp({
  console: true,
  worker: true,
  env: async () => ({ ...(await sandbox.start()), ENA_FOUR_EYES: 'true', ENA_RESEND_AFTER_SECONDS: '0.5' }),
});
const browser = useBrowser(app);
const field = 'sample material processing';
let depositor: Person;
let maker: Person;
let second: Person;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = await app.person('depositor');
  maker = await app.person('curator');
  second = await app.person('curator');
});

/** ENA has made the field mandatory since these were approved. */
async function overnight(): Promise<void> {
  const body = JSON.stringify({ mandatoryFields: { ERC000011: [field] } });
  const answer = await fetch(`${sandbox.running.url}/_control/settings`, { method: 'POST', body });
  expect(answer.status).toBe(200);
}

/** Two samples, the second with this in the field. */
async function approved(value: string) {
  const samples = [sample('full', { [field]: 'frozen' }), sample('other', { [field]: value })];
  const desk = new Desk(app, depositor);
  const draft = await desk.upload(await desk.create(), sheet({ samples }));
  return approve(desk, new Desk(app, maker), draft);
}

/** Puts everything that waits into a batch, and has it checked. */
async function assembleAll(page: Page, submissions: number): Promise<void> {
  await goTo(page, 'Batches');
  await page.getByRole('main').getByRole('link', { name: 'New batch' }).first().click();
  await heading(page, 'New ENA batch').waitFor();
  await page.getByRole('button', { name: `Put all ${submissions} into a batch` }).click();
  await heading(page, 'Batch to ENA sandbox').waitFor();
  await says(page, 'Nothing has been sent. Have it checked; then a second person approves it');
  await give(page, /^Check \d+ records$/);
}

const window = async (as: Person): Promise<Page> => {
  const page = await browser.open({ as });
  await page.goto('/');
  return page;
};

describe('a batch with one record that ENA would refuse', () => {
  it('is checked, mended, approved by a second curator, sent and released', async () => {
    const good = await approved('dried');
    const bad = await approved('');
    await overnight();

    const curator = await window(maker);
    await assembleAll(curator, 2);
    await says(curator, '1 of 2 submissions failed the check.');
    await says(curator, '1 submission failed the check');
    expect(await curator.getByRole('button', { name: /^(Approve|Send) / }).count()).toBe(0);

    await turnTo(curator, 'Problems');
    await says(curator, 'Found by the check');
    await curator.getByRole('link', { name: new RegExp(`^Fix “${field}” in the submission`) }).click();
    await activeCell(curator).waitFor();
    await says(curator.getByRole('region', { name: 'The chosen cell' }), field);
    const place = new URL(curator.url());
    expect(place.pathname).toBe(`/submissions/${bad.id}/records`);

    // The depositor mends that very cell, and a curator approves it anew.
    const owner = await window(depositor);
    await owner.goto(`/submissions/${bad.id}`);
    await give(owner, 'Open a new revision');
    await owner.goto(`${place.pathname}${place.search}`);
    await activeCell(owner).waitFor();
    await writeCell(owner, 'dried');
    // Once it is saved, and the page knows of the version that this made.
    const isSaved = owner.locator(':not([data-state])');
    await owner.getByRole('gridcell', { name: 'dried' }).and(isSaved).first().waitFor();
    await owner.reload();
    await activeCell(owner).waitFor();
    await give(owner, /^Submit \d+ samples$/);
    const other = await window(second);
    await other.goto(`/submissions/${bad.id}`);
    await give(other, 'Claim');
    await give(other, /^Approve/, 'Mended.');

    // The batch holds the revision that would be refused: it is called off, and all go into a new one.
    await curator.goto('/batches');
    await curator.getByRole('table').locator('[data-row-link]').first().click();
    await curator.getByRole('button', { name: 'More' }).click();
    await curator.getByRole('menuitem', { name: 'Cancel the batch' }).click();
    await curator.getByRole('dialog').getByRole('button', { name: 'Cancel the batch' }).click();
    await says(curator, 'It was called off before anything was sent.');
    await assembleAll(curator, 2);
    await says(curator, 'All 2 submissions passed the check. You made this batch');

    await other.goto(new URL(curator.url()).pathname);
    await give(other, 'Approve 6 records', 'Looked through.');
    await says(other, `${second.name} has approved it.`);
    await give(other, 'Send 6 records');
    await says(other, 'The ENA sandbox has registered all 6 records.');

    // The first window has followed by itself.
    await says(curator, 'The ENA sandbox has registered all 6 records.');
    await turnTo(curator, 'Records');
    await says(curator, /^PRJEB\d+$/);
    await curator.goto(`/accessions/${good.accession}`);
    await says(curator, /^PRJEB\d+$/);
    await says(curator, 'Private');

    // Made public at ENA, which the accession then says.
    await give(curator, /^Release/, 'The article is out.');
    await says(curator, 'ENA did it, and the accessions here say so.');
    await curator
      .getByRole('main')
      .getByRole('link', { name: good.accession ?? '' })
      .first()
      .click();
    await says(curator, 'Its page shows it to everybody.');
    await says(curator, /^REQ-\d+$/);
  });
});

describe('a batch that passed its check', () => {
  it('is approved by a second person and sent without a pointer, and each step is announced', async () => {
    const desk = new BatchDesk(app, maker);
    const { id, version } = await desk.create(await approved('dried'));
    const ask = { as: maker, body: {}, ifMatch: version };
    okay(await app.request('POST', `ena/batches/${id}/validate`, ask));
    await desk.until(id, ({ status }) => status === 'checked');

    const page = await window(second);
    await page.goto(`/batches/${id}`);
    const announced = page.getByRole('main').getByRole('status');
    await says(announced, 'approve it, and it can go to the ENA sandbox');
    // Past the navigation by the link that stands before all others.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await eventually(() => hasFocus(page, '#content'));
    for (const [command, outcome] of [
      ['Approve 3 records', `${second.name} has approved it.`],
      ['Send 3 records', 'The ENA sandbox has registered all 3 records.'],
    ] as const) {
      await tabTo(page, command);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: /ENA-\d+/ }).waitFor();
      await page.keyboard.type('Looked through.');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await says(announced, outcome);
      // The button that had the focus is gone: one goes on in the page.
      await eventually(() => hasFocus(page, '#content'));
    }
  });
});
