// What the console says when there is nothing yet, when a sheet cannot be taken, and when the server cannot answer.
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { seedChecklists } from '../../../seeds/checklists.ts';
import { Link } from '../../factories/link.ts';
import { sample, sheet } from '../../factories/sheets.ts';
import { Desk } from '../../factories/submissions.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { useBrowser } from '../../setup/browser.ts';
import { dropSheet } from './deposit.ts';
import { follow, goTo, heading, navigation, says } from './hands.ts';

let database: Link;
const app = useApp({
  console: true,
  worker: true,
  env: async (env) => {
    database = await new Link(env['DATABASE_URL'] ?? '').mend();
    return { DATABASE_URL: database.through };
  },
});
const browser = useBrowser(app);

let depositor: Person;
let curator: Person;
beforeAll(async () => {
  depositor = await app.person('depositor');
  curator = await app.person('curator');
});
afterAll(() => database.cut());

describe('where there is nothing yet', () => {
  it('says what would be here and how to begin', async () => {
    for (const [as, places] of [
      [depositor, { '/submissions': 'Nothing here yet', '/accessions': 'No accessions yet' }],
      [
        curator,
        {
          '/queue': 'Nothing is waiting',
          '/batches': 'No batch yet',
          '/batches/create': 'Nothing waits for ENA',
        },
      ],
    ] as const) {
      const page = await browser.open({ as });
      await page.goto('/');
      for (const [address, words] of Object.entries(places)) {
        await page.locator('main h1').waitFor();
        await follow(page, address);
        await page.getByRole('heading', { name: words }).waitFor();
      }
      await follow(page, '/accessions?q=nothing+is+called+this');
      await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
      await page.getByRole('button', { name: 'Clear all' }).click();
      await page.getByRole('heading', { name: 'No accessions yet' }).waitFor();
    }
  });

  it('keeps a sheet whose checklist is not installed, and says what to do', async () => {
    const { id } = await new Desk(app, depositor).create();
    const page = await browser.open({ as: depositor });
    await page.goto(`/submissions/${id}`);
    await dropSheet(page, {
      name: 'soil.tsv',
      bytes: sheet({ checklist: 'ERC000011', samples: [sample('A')] }),
    });
    await says(page, '1 error must be corrected first.');
    await says(page, /ERC000011 .*not installed|administrator|import/i);
    await seedChecklists(app.api);
    await says(page, 'Ready to submit. A curator looks at it next.'); // checked anew by itself
  });

  it('leads a new draft to its sheet', async () => {
    const { id } = await new Desk(app, depositor).create();
    const page = await browser.open({ as: depositor });
    await page.goto(`/submissions/${id}/records`);
    await page.getByRole('heading', { name: 'No records yet' }).waitFor();
    await follow(page, `/submissions/${id}/findings`);
    await page.getByRole('heading', { name: 'Nothing to check yet' }).waitFor();
    await follow(page, `/submissions/${id}/revisions`);
    await page.getByRole('heading', { name: 'Not submitted yet' }).waitFor();
    await follow(page, `/submissions/${id}`);
    await says(page, 'Upload a sample sheet; then it can be checked and submitted.');
  });
});

describe('a sheet that cannot be taken', () => {
  const refused: [string, Buffer, RegExp][] = [
    ['empty.tsv', Buffer.alloc(0), /empty/i],
    ['picture.tsv', Buffer.from('89504e470d0a1a0a0000000d49484452000000', 'hex'), /text/i],
    [
      'ragged.tsv',
      sheet({ samples: [sample('A'), { ...sample('B'), '': 'one too many' }] }),
      /row 4|line 4|column/i,
    ],
  ];

  it.each(refused)('%s is explained, and nothing is changed', async (name, bytes, words) => {
    browser.tolerate(/status of 422/);
    const desk = new Desk(app, depositor);
    const { id } = await desk.create();
    const page = await browser.open({ as: depositor });
    await page.goto(`/submissions/${id}`);
    await dropSheet(page, { name, bytes });
    const alert = page.getByRole('alert');
    await says(alert, `${name} was not taken; nothing was changed`);
    await says(alert, words);
    await says(alert, /[\da-f]{8}-[\da-f-]{27}/);
    expect(await desk.get(id)).toMatchObject({ sheet: null, sampleCount: 0, version: 1 });
  });
});

describe('when the server does not answer', () => {
  it('keeps what is there, says so, and goes on by itself', async () => {
    browser.tolerate(
      /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_SOCKET|ERR_EMPTY_RESPONSE|INCOMPLETE_CHUNKED/,
    );
    const line = await new Link(app.url).mend();
    onTestFinished(() => line.cut());
    const page = await browser.open({ as: depositor });
    await page.goto(new URL('/accessions', line.through).href);
    await says(page, 'No accessions yet');
    await line.cut();
    await page.getByRole('searchbox').fill('potato');
    await says(page.getByRole('alert'), 'The server does not answer');
    await says(page, 'Not connected. What you see may be out of date');
    await line.mend();
    await says(page, 'Nothing matches');
    await page.getByText('Not connected.').waitFor({ state: 'detached' });
  });

  it('says that a page could not be fetched, and fetches it when asked to', async () => {
    browser.tolerate(/ERR_INTERNET_DISCONNECTED|preload CSS|dynamically imported/);
    const page = await browser.open({ as: depositor });
    await page.goto('/submissions');
    await heading(page, 'My submissions').waitFor();
    await page.context().setOffline(true);
    await navigation(page).getByRole('link', { name: 'New submission' }).click();
    await page.getByRole('heading', { name: 'This page could not be fetched' }).waitFor();
    await page.keyboard.press('Control+k');
    await says(page.getByRole('alert'), 'The server does not answer');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Load the page again' }).click();
    await heading(page, 'New submission').waitFor();
  });

  it('gives the request’s id, and signs nobody out', async () => {
    browser.tolerate(/status of 50\d/, /answer.*50\d from/);
    const page = await browser.open({ as: depositor });
    await page.goto('/submissions');
    await heading(page, 'My submissions').waitFor();
    await database.cut();
    try {
      await goTo(page, 'Accessions');
      const alert = page.getByRole('alert');
      await says(alert, 'The server could not do this');
      await says(alert, /[\da-f]{8}-[\da-f-]{27}/);
      await page.reload();
      await says(alert, /The server (could not do this|does not answer)/);
    } finally {
      await database.mend();
    }
    await page.getByRole('button', { name: 'Try again' }).click();
    await says(page, 'No accessions yet');
  });
});
