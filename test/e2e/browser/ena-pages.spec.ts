// The pages about ENA in the states that the main job does not pass through, at both widths and in both colour schemes:
// batches with problems and unclear answers, the schedule, the connection.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../../seeds/checklists.ts';
import type { BatchView } from '../../../server/src/ena/batches/batches.contract.ts';
import { BatchDesk } from '../../factories/batches.ts';
import { useSandbox } from '../../factories/sandbox.ts';
import { sample, sheet } from '../../factories/sheets.ts';
import { approve, Desk, okay } from '../../factories/submissions.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { useBrowser } from '../../setup/browser.ts';
import { says } from './hands.ts';
import { problemsOf } from './wcag.ts';

const sandbox = useSandbox();
const app = useApp({
  console: true,
  worker: true,
  env: async () => ({ ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '0.5' }),
});
const browser = useBrowser(app);
const field = 'sample material processing';
let curator: Person;
let admin: Person;
const ids = { checked: '', unclear: '', accession: '' };

const post = (path: string, as: Person, body: object = {}, ifMatch?: number) =>
  app.request('POST', path, { as, body, ...(ifMatch !== undefined && { ifMatch }) });

async function overnight(mandatoryFields: Record<string, string[]>): Promise<void> {
  const body = JSON.stringify({ mandatoryFields });
  await fetch(`${sandbox.running.url}/_control/settings`, { method: 'POST', body });
}

beforeAll(async () => {
  await seedChecklists(app.api);
  curator = await app.person('curator');
  admin = await app.person('admin');
  const [depositor, desk] = [new Desk(app, await app.person('depositor')), new Desk(app, curator)];
  const batches = new BatchDesk(app, curator);
  const approved = async (value: string) => {
    const samples = [sample('full', { [field]: 'frozen' }), sample('other', { [field]: value })];
    return approve(depositor, desk, await depositor.upload(await depositor.create(), sheet({ samples })));
  };

  // Every answer contradicts itself: nothing but a person can settle it.
  const unclear = await batches.create(await approved('dried'));
  await sandbox.fail({ kind: 'success_with_error', count: 50 });
  await batches.send(unclear);
  ids.unclear = (await batches.settled(unclear.id)).id;
  await sandbox.heal();

  await overnight({ ERC000011: [field] });
  const toCheck = await batches.create(await approved(''), await approved('dried'));
  okay(await post(`ena/batches/${toCheck.id}/validate`, curator, {}, toCheck.version));
  const isChecked = ({ status }: BatchView) => status !== 'checking';
  ids.checked = (await batches.until(toCheck.id, isChecked)).id;
  await overnight({});

  const schedule = okay(await app.request('GET', 'ena/schedule', { as: admin }));
  okay(await post('ena/schedule/pause', curator, { reason: 'ENA is being moved.' }, schedule.version));
  okay(await post('ena/schedule/run', curator, { reason: 'To see it.' }), 201);
  okay(await post('ena/connection/test', curator), 201);
  ids.accession = (await approved('dried')).accession ?? '';
});

type Screen = {
  name: string;
  as: () => Person;
  address: () => string;
  /** Said when it is complete. */
  ready: string | RegExp;
  /** What is done before it is looked at. */
  open?: (page: Page) => Promise<unknown>;
};
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();
const byCurator = () => curator;
const byAdmin = () => admin;

const screens: Screen[] = [
  {
    name: 'a batch that failed its check',
    as: byCurator,
    address: () => `/batches/${ids.checked}`,
    ready: '1 submission failed the check',
  },
  {
    name: 'going on without what failed',
    as: byCurator,
    address: () => `/batches/${ids.checked}`,
    ready: '1 submission failed the check',
    open: press(/^Send 3 records/),
  },
  {
    name: 'taking a submission out',
    as: byCurator,
    address: () => `/batches/${ids.checked}`,
    ready: '1 submission failed the check',
    open: press(/^Take SUB-.* out/),
  },
  {
    name: 'its problems',
    as: byCurator,
    address: () => `/batches/${ids.checked}/problems`,
    ready: 'Found by the check',
  },
  {
    name: 'the records that failed',
    as: byCurator,
    address: () => `/batches/${ids.checked}/records?view=check-failed`,
    ready: 'Failed the check',
  },
  {
    name: 'every answer to a request',
    as: byCurator,
    address: () => `/batches/${ids.unclear}/requests`,
    ready: 'Settle by hand',
    open: press(/^What was asked and answered/),
  },
  {
    name: 'settling by hand',
    as: byCurator,
    address: () => `/batches/${ids.unclear}/requests`,
    ready: 'Settle by hand',
    open: async (page) => {
      await press('Settle by hand')(page);
      await page.getByLabel('Records with accessions.').check();
    },
  },
  {
    name: 'a new batch, and what cannot go into it',
    as: byCurator,
    address: () => '/batches/create',
    ready: 'Not in this list',
  },
  { name: 'the schedule', as: byCurator, address: () => '/schedule', ready: 'ENA is being moved.' },
  {
    name: 'the settings of the schedule',
    as: byAdmin,
    address: () => '/schedule',
    ready: 'Next runs',
    open: press('Change the settings'),
  },
  { name: 'past runs', as: byCurator, address: () => '/schedule/runs', ready: /1 of 1/ },
  { name: 'the flow', as: byCurator, address: () => '/flow', ready: 'Last 26 weeks' },
  { name: 'no requests to ENA', as: byCurator, address: () => '/ena-requests', ready: 'No requests' },
  {
    name: 'withdrawing a record',
    as: byCurator,
    address: () => `/accessions/${ids.accession}`,
    ready: 'Minted',
    open: async (page) => {
      await press('More')(page);
      await page.getByRole('menuitem', { name: 'Withdraw' }).click();
      await says(page, 'What its page says');
    },
  },
  { name: 'problems at ENA', as: byCurator, address: () => '/ena-problems', ready: 'No problems' },
  { name: 'the connection', as: byCurator, address: () => '/connection', ready: 'All is well' },
];

describe.each(screens)('$name', ({ as, address, ready, open }) => {
  it('is for everybody, at 1280 and 390 px, in the light and in the dark', async () => {
    const page = await browser.open({ as: as() });
    await page.goto(address());
    await says(page, ready);
    await open?.(page);
    expect(await problemsOf(page)).toEqual([]);
  });
});
