// The pages about ENA in the states that the main job does not pass through, at both widths and in both colour schemes:
// batches with problems and unclear answers, the schedule, the connection.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useSandbox } from '../../factories/sandbox.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { sizes, useBrowser } from '../../setup/browser.ts';
import { type EnaStates, enaStates } from './ena-states.ts';
import { give, heading, says } from './hands.ts';
import { problemsOf } from './wcag.ts';

const sandbox = useSandbox();
const app = useApp({
  console: true,
  worker: true,
  env: async () => ({ ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '0.5' }),
});
const browser = useBrowser(app);
let curator: Person;
let admin: Person;
let ids: EnaStates['ids'];

beforeAll(async () => {
  ({ curator, admin, ids } = await enaStates(app, sandbox));
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
  { name: 'requests to ENA', as: byCurator, address: () => '/ena-requests', ready: '4 of 4' },
  {
    name: 'a request that is unclear',
    as: byCurator,
    address: () => `/ena-requests/${ids.attention}`,
    ready: 'What ENA answered is unclear.',
  },
  {
    name: 'a request that ENA refused',
    as: byCurator,
    address: () => `/ena-requests/${ids.refused}`,
    ready: 'ENA said no; nothing was changed.',
  },
  {
    name: 'a batch of which ENA took a part',
    as: byCurator,
    address: () => `/batches/${ids.partial}`,
    ready: /registered 3 and refused 3/,
  },
  {
    name: 'what ENA refused of it',
    as: byCurator,
    address: () => `/batches/${ids.partial}/problems`,
    ready: 'Said by ENA',
  },
  {
    name: 'a record that was withdrawn',
    as: byCurator,
    address: () => `/accessions/${ids.withdrawn}`,
    ready: /was withdrawn/,
  },
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
  { name: 'problems at ENA', as: byCurator, address: () => '/ena-problems', ready: 'Taken back by ENA' },
  { name: 'the connection', as: byCurator, address: () => '/connection', ready: 'All is well' },
];

describe.each(screens)('$name', ({ as, address, ready, open }) => {
  it('is for everybody, at 1280 and 390 px, in the light and in the dark', async () => {
    const page = await browser.visit(as());
    await page.goto(address());
    await says(page, ready);
    await open?.(page);
    expect(await problemsOf(page)).toEqual([]);
  });
});

describe('what a curator does about them', () => {
  it('is to settle a request record by record, with what stands at ENA', async () => {
    const page = await browser.open({ as: curator });
    await page.goto(`/batches/${ids.unclear}/requests`);
    await page.getByRole('button', { name: 'Settle by hand' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Records with accessions.').check();
    const fields = dialog.getByRole('textbox', { name: /^Accession of / });
    await fields.nth(2).waitFor();
    const labels = (await fields.all()).map((each) => each.getAttribute('aria-label'));
    const lines = await atEna((await Promise.all(labels)).map((label) => label?.split(' ').at(-1) ?? ''));
    await dialog.getByLabel(/^Reason/).fill('Looked up in the reports.');

    // A sample needs both of its names; what the server says of a line stands on that line.
    const sample = lines.find(({ biosample }) => biosample !== '');
    await dialog.getByLabel(`Accession of ${sample?.alias}`).fill('ERX9999999');
    await dialog.getByRole('button', { name: 'Record the accession of 1 record' }).click();
    await says(dialog, 'A sample has an accession of BioSamples, too.');
    await dialog.getByLabel(`BioSample of ${sample?.alias}`).fill(sample?.biosample ?? '');
    browser.tolerate(/status of 422/);
    await dialog.getByRole('button', { name: 'Record the accession of 1 record' }).click();
    await says(dialog.getByRole('row'), 'ERX9999999 is no accession of a sample');

    // Pasted from a table it goes to its lines.
    const table = lines.map((line) => Object.values(line).join('\t')).join('\n');
    await fields.first().focus();
    await page.evaluate(pasteOf(table));
    await says(dialog, '3 of 3 records have an accession.');

    // Each is looked up at ENA first; only where that cannot be done a person may answer for them.
    browser.tolerate(/status of 503/, /: 503 from \S+\/resolve$/);
    await sandbox.fail({ kind: 'error_before', on: 'read-back', count: 100 });
    await dialog.getByRole('button', { name: 'Record the accessions of 3 records' }).click();
    await dialog.getByLabel('Take them without asking ENA.').waitFor();
    await sandbox.heal();
    await dialog.getByRole('button', { name: 'Record the accessions of 3 records' }).click();
    await dialog.waitFor({ state: 'detached' });
    await says(page, 'The ENA sandbox has registered all 3 records.');
    await says(page, 'Settled by');
  });

  it('is to send the mail about what is public to the helpdesk, and to note its answer', async () => {
    const page = await browser.open({ as: curator });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`/accessions/${ids.released}`);
    await give(page, /^(Suppress|Prepare the request)/, 'The depositor found an error in the data.');
    await says(page, 'Brokers cannot suppress');
    expect(await problemsOf(page)).toEqual([]);
    await page.setViewportSize(sizes.wide);
    await page.getByRole('button', { name: 'Copy the mail' }).click();
    await says(page, 'Copied');
    const mail = await page.evaluate<string>('navigator.clipboard.readText()');
    for (const words of ['Dear ENA helpdesk', ids.released, 'The depositor found an error in the data.'])
      expect(mail).toContain(words);

    await give(page, 'I have asked the helpdesk');
    await says(page, 'ENA’s helpdesk was asked.');
    await give(page, 'ENA has done it', 'Its answer came today.');
    await says(page, 'ENA did it, and the accessions here say so.');
    await page.goto(`/accessions/${ids.released}`);
    await says(page, 'Suppressed');
  });

  it('is to have ENA replace what was approved anew', async () => {
    const page = await browser.open({ as: curator });
    await page.goto(`/accessions/${ids.differing}`);
    await give(page, 'Have ENA replace 1 record', 'The depositor corrected it.');
    await says(page, 'ENA did it, and the accessions here say so.');
    const objects = (await sandbox.objects()) as unknown as { alias: string; title: string }[];
    expect(objects.find(({ alias }) => alias.startsWith(ids.differing))?.title).toBe(
      'Leaf and root, corrected',
    );
  });

  it('is to group projects at ENA, once each of them is one', async () => {
    const page = await browser.open({ as: curator });
    await page.goto('/umbrellas');
    await says(page, 'No umbrella projects');
    await page.getByRole('link', { name: 'New umbrella project' }).first().click();
    await heading(page, 'New umbrella project').waitFor();
    await page.getByLabel('Title').fill('Potato cultivars of the Andes');
    await page.getByLabel('Description').fill('All that was sequenced of them in ten years.');

    // What was typed counts without being added first; what the server says of one of them stands on its line.
    await page.getByRole('textbox', { name: 'Projects' }).fill(`${ids.project}, ${ids.withdrawn}`);
    browser.tolerate(/status of 422/);
    await page.getByRole('button', { name: 'Create the umbrella project' }).click();
    const line = page.getByRole('listitem').filter({ hasText: ids.withdrawn });
    await says(line, `${ids.withdrawn} is a sample, not a project.`);
    expect(await problemsOf(page)).toEqual([]);
    await page.setViewportSize(sizes.wide);
    await line.getByRole('button').click();
    await page.getByRole('button', { name: 'Create the umbrella project' }).click();
    await heading(page, 'Potato cultivars of the Andes').waitFor();

    await page.getByRole('link', { name: 'Change' }).click();
    await page.getByLabel('Short name').fill('Andes');
    await page.getByRole('button', { name: 'Save the changes' }).click();
    await says(page, /is changed; ENA is told when it is sent$/);

    await give(page, /^Send to/, 'The consortium asked for it.');
    await says(page, 'The ENA sandbox has it as it is here.');
    await says(page, /^PRJEB\d+$/);
    expect(await problemsOf(page)).toEqual([]);
    const objects = (await sandbox.objects()) as unknown as { title: string }[];
    expect(objects.filter(({ title }) => title === 'Potato cultivars of the Andes')).toHaveLength(1);

    // What was asked before stays to be read once it is sent again.
    await page.setViewportSize(sizes.wide);
    await page.getByRole('link', { name: 'Change' }).click();
    await page.getByLabel('Short name').fill('Andean potatoes');
    await page.getByRole('button', { name: 'Save the changes' }).click();
    await give(page, /^Send to/, 'It is called otherwise now.');
    const earlier = page.getByRole('region', { name: 'Earlier requests to ENA' });
    await says(earlier, 'The consortium asked for it.');
    await earlier.getByRole('button', { name: /answers?$/ }).click();
    await says(earlier, 'To do it');
    await page.goto('/umbrellas?state=draft,sending');
    await says(page, 'Nothing matches');
    await page.goto('/umbrellas?state=registered,changed');
    await says(page, '1 of 1');
  });

  it('is to take a problem at ENA, and to say how it was settled', async () => {
    const page = await browser.open({ as: curator });
    await page.goto('/ena-problems');
    await page.getByRole('button', { name: /^Take it: ERS/ }).click();
    await says(page, 'No problems');
    await page.getByRole('link', { name: /^Taken/ }).click();
    await page.getByRole('button', { name: /^Settled: ERS/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Reason/).fill('The depositor asked for it.');
    await dialog.getByRole('button', { name: 'Settled' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /^Settled/ }).click();
    await says(page, /^ERS\d+$/);
    await heading(page, 'Problems at ENA').waitFor();
  });
});

/** What the sandbox gave to each alias, as a line of a table. */
async function atEna(aliases: readonly string[]) {
  const objects = await sandbox.objects();
  return aliases.map((alias) => {
    const object = objects.find((one) => one.alias === alias);
    const isSample = object?.type === 'sample';
    return {
      alias,
      accession: object?.accession ?? '',
      biosample: isSample ? (object.external?.accession ?? '') : '',
    };
  });
}

/** Pastes as from a spreadsheet where the focus is: the browser of a test has no clipboard of its own to paste from. */
const pasteOf = (words: string) => `(() => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text', ${JSON.stringify(words)});
  document.activeElement.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
  );
})()`;
