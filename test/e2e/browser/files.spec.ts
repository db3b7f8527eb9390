// Files as a depositor sends them: straight into the object store, looked at once they are there, mended, taken along.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../../seeds/checklists.ts';
import { md5Of, someReads } from '../../factories/files.ts';
import { Desk } from '../../factories/submissions.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { useBrowser } from '../../setup/browser.ts';
import { chooseFiles, fileRow } from './deposit.ts';
import { download, give, says, turnTo } from './hands.ts';
import { problemsOf } from './wcag.ts';

const app = useApp({ console: true, worker: true });
const browser = useBrowser(app);
let depositor: Person;
let curator: Person;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = await app.person('depositor');
  curator = await app.person('curator');
});

const file = (name: string, content = someReads()) => ({ name, bytes: Buffer.from(content) });

async function openFiles(as: Person, submissionId: string): Promise<Page> {
  const page = await browser.open({ as });
  await page.goto(`/submissions/${submissionId}/files`);
  return page;
}

describe('files', () => {
  it('are sent several at once, compared with their checksum files, replaced, removed and taken along', async () => {
    const draft = await new Desk(app, depositor).draft(1);
    const page = await openFiles(depositor, draft.id);
    await says(page, 'No files yet');
    const [good, other] = [file('plant_1.fastq.gz'), file('plant_2.fastq.gz')];
    const wrong = file(`${other.name}.md5`, `${md5Of('something else')}  ${other.name}\n`);
    await chooseFiles(page, [good, other, wrong, file('empty.bam', '')]);

    await says(page, 'empty.bam is empty: it holds nothing.');
    await fileRow(page, good.name).getByText('Verified').waitFor();
    await fileRow(page, other.name).getByText('Rejected').waitFor();
    await says(fileRow(page, other.name), 'Another MD5 than its .md5 file says.');
    await says(fileRow(page, wrong.name), `MD5 of ${other.name}`);
    expect(await problemsOf(page)).toEqual([]);

    await chooseFiles(page, [file(wrong.name, `${md5Of(other.bytes)}  ${other.name}\n`)]);
    await page.getByRole('button', { name: 'Upload and replace 1 file' }).click();
    await fileRow(page, other.name).getByText('Verified').waitFor();

    const saved = await download(page, page.getByRole('button', { name: `Download ${good.name}` }));
    expect(saved).toEqual({ name: good.name, bytes: good.bytes });

    await page.getByRole('button', { name: `Remove ${wrong.name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await says(page, `${wrong.name} was removed`);
    await fileRow(page, wrong.name).waitFor({ state: 'detached' });
  });

  it('are sent again by hand when the store is out of reach, from where they had come to', async () => {
    const draft = await new Desk(app, depositor).draft(1);
    const page = await openFiles(depositor, draft.id);
    browser.tolerate(/Failed to load resource/);
    // Refused in a way that does not pass by itself.
    const isStore = (url: URL) => url.origin !== app.url;
    await page.route(isStore, (route) =>
      route.fulfill({ status: 400, headers: { 'access-control-allow-origin': '*' }, body: '' }),
    );
    const reads = file('plant.bam');
    await chooseFiles(page, [reads]);
    await says(page, `${reads.name} did not get through`);
    await page.unroute(isStore);
    await page.getByRole('button', { name: `Try again ${reads.name}` }).click();
    await fileRow(page, reads.name).getByText('Verified').waitFor();
  });

  it('are the curator’s to read, not to change, once they were submitted', async () => {
    const draft = await new Desk(app, depositor).draft(1);
    const page = await openFiles(depositor, draft.id);
    const reads = file('plant.cram');
    await chooseFiles(page, [reads]);
    await fileRow(page, reads.name).getByText('Verified').waitFor();
    await give(page, 'Submit 1 sample');
    await page.getByRole('button', { name: 'choose files' }).waitFor({ state: 'detached' });

    const other = await browser.open({ as: curator });
    await other.goto(`/submissions/${draft.id}`);
    await turnTo(other, 'Files');
    const saved = await download(other, other.getByRole('button', { name: `Download ${reads.name}` }));
    expect(saved.bytes).toEqual(reads.bytes);
    expect(await other.getByRole('button', { name: /^Remove/ }).count()).toBe(0);
  });
});
