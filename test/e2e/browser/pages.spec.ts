// Every page at both widths and in both colour schemes: open to everybody (WCAG 2.2 AA as far as a program can tell), never
// wider than the window, and without a complaint of the browser.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../../seeds/checklists.ts';
import { BatchDesk } from '../../factories/batches.ts';
import { Sender } from '../../factories/files.ts';
import { reads, readsSheet } from '../../factories/reads.ts';
import { useSandbox } from '../../factories/sandbox.ts';
import { sample, samples, sheet } from '../../factories/sheets.ts';
import { approve, Desk, okay } from '../../factories/submissions.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { useBrowser } from '../../setup/browser.ts';
import { says } from './hands.ts';
import { problemsOf } from './wcag.ts';

const sandbox = useSandbox();
const app = useApp({ console: true, worker: true, env: () => sandbox.start() });
const browser = useBrowser(app);

const roles = ['depositor', 'curator', 'support', 'auditor', 'admin'] as const;
type Reader = (typeof roles)[number];
const people = new Map<Reader, Person>();
const ids = {
  draft: '',
  reads: '',
  waiting: '',
  review: '',
  back: '',
  approved: '',
  accession: '',
  batch: '',
  umbrella: '',
  event: '',
  export: '',
};

/** Errors, warnings and notes, long words and values of other scripts. */
const faulty = sheet({
  units: { depth: 'm' },
  samples: [
    sample('A-1', { 'collection date': '2021-02-30', depth: '3' }),
    sample('A-2', { 'geographic location (country and/or sea)': 'PERU', isolation_source: 'NA' }),
    sample('متر-3', { sample_title: 'عينة من ورقة البطاطس', lat_lon: '12.5 S 76.1 W' }),
    sample('A-4', { sample_description: `Averylongwordwithoutanyspace${'x'.repeat(180)}` }),
  ],
});

beforeAll(async () => {
  await seedChecklists(app.api);
  for (const role of roles) people.set(role, await app.person(role));
  const depositor = new Desk(app, personOf('depositor'));
  const curator = new Desk(app, personOf('curator'));
  const draft = await depositor.upload(await depositor.create(), faulty, 'a rather long name of a sheet.tsv');
  ids.draft = draft.id;
  const withReads = await depositor.upload(
    await depositor.draft(2),
    readsSheet([reads('leaf', 'S-00001'), reads('root', 'S-00002')]),
  );
  ids.reads = withReads.id;
  await new Sender(app, personOf('depositor')).send(ids.reads, 'leaf_R1.fastq.gz', 'not what a run names');
  ids.waiting = (await depositor.do(await depositor.draft(12), 'submit')).id;
  ids.review = (await curator.do(await depositor.do(await depositor.draft(2), 'submit'), 'claim')).id;
  const back = await curator.do(await depositor.do(await depositor.draft(2), 'submit'), 'claim');
  ids.back = (await curator.do(back, 'request-changes', 'Say where the plants were grown.')).id;
  const unsent = await approve(depositor, curator, await depositor.draft(3));
  const approved = await approve(
    depositor,
    curator,
    await depositor.upload(await depositor.create(), sheet({ samples: samples(20) })),
  );
  ids.approved = approved.id;
  ids.accession = approved.accession ?? '';
  const batches = new BatchDesk(app, personOf('curator'));
  const batch = await batches.create(approved);
  ids.batch = batch.id;
  await batches.send(batch);
  await batches.settled(batch.id);
  const umbrella = await app.request('POST', 'ena/umbrellas', {
    as: personOf('curator'),
    body: {
      title: 'Potato cultivars of the Andes, متر',
      description: `All that was sequenced of them in ten years, ${'x'.repeat(180)}`,
      name: 'Andes',
      components: [ids.accession, 'PRJEB999999', unsent.accession],
    },
  });
  ids.umbrella = okay(umbrella, 201).id;
  const log = await app.request('GET', `audit/events?rootId=${ids.back}&action=submission.request_changes`, {
    as: personOf('auditor'),
  });
  ids.event = log.body.items[0].id;
  const auditor = personOf('auditor');
  const asked = { format: 'csv', delivery: 'job', filter: { rootId: ids.back } };
  ids.export = (await app.request('POST', 'audit/exports', { as: auditor, body: asked })).body.exportId;
  await app.request('POST', 'audit/verification', { as: auditor });
});

function personOf(role: Reader): Person {
  const person = people.get(role);
  if (!person) throw new Error(`there is no ${role}`);
  return person;
}

type Screen = {
  name: string;
  as: Reader | null;
  address: () => string;
  /** Said when it is complete. */
  ready: string | RegExp;
  /** What is done before it is looked at. */
  open?: (page: Page) => Promise<unknown>;
};

const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();

const screens: Screen[] = [
  { name: 'sign-in', as: null, address: () => '/', ready: 'Deposit, curation and ENA submission' },
  { name: 'my submissions', as: 'depositor', address: () => '/submissions', ready: /\d of \d/ },
  {
    name: 'a new submission',
    as: 'depositor',
    address: () => '/submissions/create',
    ready: 'Create the draft',
  },
  { name: 'a draft', as: 'depositor', address: () => `/submissions/${ids.draft}`, ready: 'created it' },
  {
    name: 'its records',
    as: 'depositor',
    address: () => `/submissions/${ids.draft}/records`,
    ready: 'متر-3',
  },
  {
    name: 'a cell with a finding',
    as: 'depositor',
    address: () => `/submissions/${ids.draft}/records`,
    ready: '2021-02-30',
    open: (page) => page.getByRole('gridcell', { name: /2021-02-30/ }).click(),
  },
  {
    name: 'its findings',
    as: 'depositor',
    address: () => `/submissions/${ids.draft}/findings`,
    ready: 'is not a real date',
    open: press(/did you mean/i),
  },
  { name: 'its files', as: 'depositor', address: () => `/submissions/${ids.reads}/files`, ready: 'Missing' },
  {
    name: 'experiments',
    as: 'depositor',
    address: () => `/submissions/${ids.reads}/records?type=experiment`,
    ready: 'Illumina NovaSeq 6000',
  },
  {
    name: 'runs',
    as: 'depositor',
    address: () => `/submissions/${ids.reads}/records?type=run`,
    ready: 'root_R1.fastq.gz',
  },
  {
    name: 'changes that were asked for',
    as: 'depositor',
    address: () => `/submissions/${ids.back}`,
    ready: 'Say where the plants',
  },
  {
    name: 'what is not there',
    as: 'depositor',
    address: () => '/no/such/page',
    ready: 'There is no such page',
  },
  { name: 'the queue', as: 'curator', address: () => '/queue', ready: /\d of \d/ },
  {
    name: 'the filters of the queue',
    as: 'curator',
    address: () => '/queue?findings=errors',
    ready: 'Nothing matches',
    open: press('Filter'),
  },
  {
    name: 'a submission in review',
    as: 'curator',
    address: () => `/submissions/${ids.review}`,
    ready: 'claimed it',
  },
  {
    name: 'an approval',
    as: 'curator',
    address: () => `/submissions/${ids.review}`,
    ready: 'claimed it',
    open: press('Approve and mint'),
  },
  {
    name: 'revisions',
    as: 'curator',
    address: () => `/submissions/${ids.approved}/revisions`,
    ready: 'SHA-256',
  },
  {
    name: 'records with accessions',
    as: 'curator',
    address: () => `/submissions/${ids.approved}/records`,
    ready: /^ERS\d+/,
  },
  { name: 'the accessions', as: 'curator', address: () => '/accessions', ready: /\d of \d/ },
  { name: 'an accession', as: 'curator', address: () => `/accessions/${ids.accession}`, ready: /^PRJEB\d+/ },
  { name: 'the batches', as: 'curator', address: () => '/batches', ready: /1 of 1/ },
  { name: 'a new batch', as: 'curator', address: () => '/batches/create', ready: /1 of 1/ },
  { name: 'a batch', as: 'curator', address: () => `/batches/${ids.batch}`, ready: 'has registered all' },
  {
    name: 'the records of a batch',
    as: 'curator',
    address: () => `/batches/${ids.batch}/records`,
    ready: /^ERS\d+/,
  },
  {
    name: 'the requests of a batch',
    as: 'curator',
    address: () => `/batches/${ids.batch}/requests`,
    ready: /^ERA\d+/,
  },
  {
    name: 'what ENA answered',
    as: 'curator',
    address: () => `/batches/${ids.batch}/requests`,
    ready: /^ERA\d+/,
    open: (page) => page.getByRole('link', { name: 'Read' }).last().click(),
  },
  { name: 'the umbrella projects', as: 'curator', address: () => '/umbrellas', ready: /1 of 1/ },
  {
    name: 'an umbrella project',
    as: 'curator',
    address: () => `/umbrellas/${ids.umbrella}`,
    ready: 'Groups 3 projects',
  },
  {
    name: 'sending an umbrella project of which ENA lacks a part',
    as: 'curator',
    address: () => `/umbrellas/${ids.umbrella}`,
    ready: 'Groups 3 projects',
    open: async (page) => {
      await press('Send to the ENA sandbox')(page);
      await says(page, /ENA does not have 1 of these projects yet/);
    },
  },
  {
    name: 'a change of an umbrella project',
    as: 'curator',
    address: () => `/umbrellas/${ids.umbrella}/change`,
    ready: 'Save the changes',
  },
  {
    name: 'the command palette',
    as: 'curator',
    address: () => '/queue',
    ready: /\d of \d/,
    open: (page) => page.keyboard.press('Control+k'),
  },
  {
    name: 'a submission without its content',
    as: 'support',
    address: () => `/submissions/${ids.waiting}`,
    ready: 'submitted revision 1',
  },
  { name: 'the users', as: 'admin', address: () => '/users', ready: /\d of \d/ },
  { name: 'a new user', as: 'admin', address: () => '/users/create', ready: 'Create the account' },
  { name: 'a user', as: 'admin', address: () => `/users/${personOf('curator').id}`, ready: 'Change roles' },
  { name: 'the checklists', as: 'admin', address: () => '/checklists', ready: 'ERC000011' },
  { name: 'a checklist', as: 'admin', address: () => '/checklists/ERC000011', ready: 'collection date' },
  {
    name: 'the import of a checklist',
    as: 'admin',
    address: () => '/checklists/create',
    ready: 'choose a file',
  },
  { name: 'the change log', as: 'auditor', address: () => '/change-log', ready: /\d of \d/ },
  {
    name: 'an event',
    as: 'auditor',
    address: () => `/change-log/${ids.event}`,
    ready: 'Say where the plants',
  },
  {
    name: 'an event beside the log',
    as: 'auditor',
    address: () => `/change-log?rootId=${ids.back}`,
    ready: /\d of \d/,
    open: (page) => page.getByRole('table').locator('[data-row-link]').first().click(),
  },
  {
    name: 'an export',
    as: 'auditor',
    address: () => '/change-log',
    ready: /\d of \d/,
    open: press('Export'),
  },
  { name: 'the exports', as: 'auditor', address: () => '/log-exports', ready: /\d of \d/ },
  {
    name: 'an export that was waited for',
    as: 'auditor',
    address: () => `/log-exports?export=${ids.export}`,
    ready: /^Kept until/,
  },
  {
    name: 'the schedule of exports',
    as: 'admin',
    address: () => '/log-exports',
    ready: 'Monthly',
    open: press('Change the daily exports'),
  },
  {
    name: 'the verification of the log',
    as: 'auditor',
    address: () => '/log-verification',
    ready: 'Nothing is missing, altered, added or out of order.',
  },
  {
    name: 'the retention of the log',
    as: 'auditor',
    address: () => '/log-retention',
    ready: 'What the log keeps',
  },
  { name: 'the health of the system', as: 'admin', address: () => '/health', ready: 'Mail to the auditor' },
  {
    name: 'the public page of a private record',
    as: null,
    address: () => `/a/${ids.accession}`,
    ready: ids.accession,
  },
];

describe.each(screens)('$name', ({ as, address, ready, open }) => {
  it('is for everybody, at 1280 and 390 px, in the light and in the dark', async () => {
    const page = await browser.visit(as && personOf(as));
    await page.goto(address());
    await says(page, ready);
    await open?.(page);
    expect(await problemsOf(page)).toEqual([]);
  });
});
