// The main job as its people do it, each in a window of their own: from a depositor's sheet to accessions of SeqDB.
// With two real sheets of ENA's users where they are at hand, and with one of our own that has more faults.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../../seeds/checklists.ts';
import { noReports, useSandbox } from '../../factories/sandbox.ts';
import { lacking, readShared, sharedPath } from '../../factories/shared.ts';
import { sample, sheet } from '../../factories/sheets.ts';
import { nextYear } from '../../factories/submissions.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { useBrowser } from '../../setup/browser.ts';
import { cellOf, chooseSheet, correct, createDraft, dropSheet, type Fault } from './deposit.ts';
import { assembleBatch, sendBatch } from './ena.ts';
import { give, heading, openRow, says, signIn, turnTo } from './hands.ts';
import { expectExports, expectSteps, openCorrection, stepsOf } from './log.ts';

const country = 'geographic location (country and/or sea)';

type Case = {
  title: string;
  missing?: string | undefined;
  bytes: () => Buffer;
  samples: number;
  faults: Fault[];
  upload: typeof dropSheet;
};

/** A real sheet whose first sample of this country has it in capital letters; all other bytes stay as they are. */
const spoilt = (file: string, good: string) => () => {
  const text = readShared(`ena/tables/${file}`).toString('latin1');
  return Buffer.from(text.replace(`\t${good}\t`, `\t${good.toUpperCase()}\t`), 'latin1');
};

const cases: Case[] = [
  {
    title: 'Light and wounds in the tubers of two potato cultivars',
    missing: lacking('ena/tables/sample__ERC000011_potato.tsv'),
    bytes: spoilt('sample__ERC000011_potato.tsv', 'Sweden'),
    samples: 18,
    faults: [
      {
        field: country,
        alias: 'BjCoR1',
        value: 'SWEDEN',
        finding: 'Did you mean “Sweden”?',
        correct: 'Sweden',
      },
    ],
    upload: dropSheet,
  },
  {
    title: 'Chloroplast genomes and nuclear genes of the genus Linum',
    missing: lacking('ena/tables/sample__linum_crlf_latin1.tsv'),
    bytes: spoilt('sample__linum_crlf_latin1.tsv', 'Germany'),
    samples: 45,
    faults: [
      {
        field: country,
        alias: 'Lthracicum_L160-S32_027',
        value: 'GERMANY',
        finding: 'Did you mean “Germany”?',
        correct: 'Germany',
      },
    ],
    upload: chooseSheet,
  },
  {
    title: 'Potato leaves with “quotes”, <markup> & accents: Ñandú',
    bytes: () =>
      sheet({
        samples: [
          sample('Ñ <b>1</b>', { 'collection date': '2021-02-30' }),
          sample('a & b', { [country]: 'Perú' }),
          sample('5" pot', { 'collection date': '' }),
        ],
      }),
    samples: 3,
    faults: [
      {
        field: 'collection date',
        alias: 'Ñ <b>1</b>',
        value: '2021-02-30',
        finding: 'February 2021 has 28 days',
        correct: '2021-02-28',
      },
      {
        field: 'collection date',
        alias: '5" pot',
        value: '',
        finding: '“collection date” is missing',
        correct: 'not collected',
      },
      { field: country, alias: 'a & b', value: 'Perú', finding: 'Did you mean “Peru”?', correct: 'Peru' },
    ],
    upload: dropSheet,
  },
];

const sandbox = useSandbox(noReports);
const app = useApp({
  console: true,
  worker: true,
  env: async () => ({
    ...(await sandbox.start()),
    ...(lacking('ena/xsd') === undefined && { ENA_SCHEMA_DIR: sharedPath('ena/xsd') }),
  }),
});
const browser = useBrowser(app);
let people: Record<'depositor' | 'curator' | 'auditor', Person>;

beforeAll(async () => {
  await seedChecklists(app.api);
  const [depositor, curator, auditor] = ['depositor', 'curator', 'auditor'] as const;
  people = {
    depositor: await app.person(depositor),
    curator: await app.person(curator),
    auditor: await app.person(auditor),
  };
});

async function atWork(person: Person, first: string): Promise<Page> {
  const page = await browser.open();
  await page.goto('/');
  await signIn(page, person.email);
  await heading(page, first).waitFor();
  return page;
}

/** How the list of findings begins once nothing is left that has to be corrected. */
const withoutErrors = /^(\d+ warnings?|\d+ notes?|Nothing was found)/;

/** Signs in, uploads, corrects what was found, submits. The window stays open at the submission. */
async function deposit({ title, bytes, samples, faults, upload }: Case): Promise<Page> {
  const page = await atWork(people.depositor, 'My submissions');
  await createDraft(page, {
    title,
    description: 'What was found in the samples of this study, and how they were taken.',
    checklist: 'ERC000011',
    holdDate: nextYear,
  });
  await upload(page, { name: 'first try.tsv', bytes: bytes() });
  await heading(page, title).waitFor();
  const errors = `${faults.length} error${faults.length > 1 ? 's' : ''}`;
  await says(page, `${errors} must be corrected first.`);
  await says(page, new RegExp(`^${errors}`));
  for (const fault of faults) await correct(page, fault);
  await says(page, 'Ready to submit. A curator looks at it next.');
  await turnTo(page, 'Findings');
  await says(page, withoutErrors);
  await give(page, `Submit ${samples} samples`);
  await says(page, 'Waits for a curator to take it.');
  return page;
}

/** Signs in, takes it from the queue, reads it, sends it back. */
async function askForChanges({ title, samples, faults }: Case): Promise<Page> {
  const page = await atWork(people.curator, 'Queue');
  await openRow(page, title);
  await turnTo(page, 'Findings');
  await says(page, withoutErrors);
  await turnTo(page, 'Records');
  await says(page, `${samples} samples`);
  for (const { alias, correct: value } of faults) await cellOf(page, alias, value).waitFor();
  await page.getByRole('button', { name: 'Claim' }).click();
  await says(page, 'You have it: approve it, ask for changes, or reject it.');
  await give(page, 'Ask for changes', 'Say in the description where the plants were grown.');
  await says(page, /^Back with .* for changes\.$/);
  return page;
}

/** The depositor's window follows by itself; the reason stands first. */
async function resubmit(page: Page, { samples }: Case): Promise<void> {
  await says(page, 'Correct what was asked for, then submit again.');
  await turnTo(page, 'Overview');
  await says(page, 'Say in the description where the plants were grown.');
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Description').fill('Grown outdoors, in 15 l pots.');
  await page.getByRole('button', { name: 'Save' }).click();
  await says(page, 'Grown outdoors, in 15 l pots.');
  await give(page, `Submit ${samples} samples`, 'Added.');
}

async function approve(page: Page, { samples }: Case): Promise<void> {
  await says(page, 'Waits for a curator. Claim it to begin the review.');
  await turnTo(page, 'Overview');
  await says(page, 'Grown outdoors, in 15 l pots.');
  await page.getByRole('button', { name: 'Claim' }).click();
  await give(page, `Approve and mint ${samples + 1} accessions`, 'Complete and plausible.');
  await says(page, 'Every record has its accession.');
}

/** At the head the project's, in each row a sample's; the same in the register. @returns those in sight */
async function readAccessions(page: Page, { samples }: Case): Promise<string[]> {
  await page
    .getByRole('main')
    .getByText(/^SQDBP\d{10}$/)
    .first()
    .waitFor();
  await turnTo(page, 'Records');
  const cells = page.getByRole('gridcell', { name: /^SQDBS\d{10}$/ });
  await cells.first().waitFor();
  const accessions = await cells.allInnerTexts();
  const register = await page.context().newPage();
  await register.goto('/accessions');
  await register.getByRole('searchbox').fill(accessions[0] ?? '');
  await says(register, '1 of 1');
  await register.getByRole('table').locator('[data-row-link]').click();
  await register.getByRole('link', { name: 'All accessions of this submission' }).click();
  await says(register, `${Math.min(samples + 1, 50)} of ${samples + 1}`);
  await register.close();
  return accessions;
}

describe.each(cases)('$title', (one) => {
  it('goes from the sheet to accessions of SeqDB, ENA and BioSamples, and the log has it all', async (test) => {
    if (one.missing) test.skip(one.missing);
    const depositor = await deposit(one);
    const curator = await askForChanges(one);
    await resubmit(depositor, one);
    await approve(curator, one);
    const accessions = await readAccessions(depositor, one);
    expect(accessions.length).toBeGreaterThanOrEqual(Math.min(one.samples, 10));

    await assembleBatch(curator, one.title, [accessions[0] ?? '']);
    await sendBatch(curator, one.samples + 1);
    // Nobody touched the depositor's window meanwhile.
    await depositor
      .getByRole('gridcell', { name: /^ERS\d+/ })
      .first()
      .waitFor();
    await depositor
      .getByRole('gridcell', { name: /^SAMEA\d+/ })
      .first()
      .waitFor();

    const auditor = await atWork(people.auditor, 'Submissions');
    const [fault] = one.faults;
    if (!fault) throw new Error('this case has nothing to correct');
    const reference = await depositor
      .getByRole('main')
      .getByText(/^SUB-\d+$/)
      .first()
      .innerText();
    const expected = stepsOf(one.faults.length);
    await expectSteps(auditor, reference, expected);
    await openCorrection(auditor, fault);
    await expectExports(auditor, expected);
  });
});
