// Reads as a depositor brings them: a sheet of them beside the samples, their files, and what does not fit mended.
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../../seeds/checklists.ts';
import { md5Of, someReads } from '../../factories/files.ts';
import { reads, readsSheet } from '../../factories/reads.ts';
import { Desk } from '../../factories/submissions.ts';
import { workbook } from '../../factories/workbooks.ts';
import { type Person, useApp } from '../../setup/app.ts';
import { useBrowser } from '../../setup/browser.ts';
import { activeCell, cellOf, chooseFiles, chooseSheet, fileRow, writeCell } from './deposit.ts';
import { give, says, turnTo } from './hands.ts';
import { problemsOf } from './wcag.ts';

const app = useApp({ console: true, worker: true });
const browser = useBrowser(app);
let depositor: Person;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = await app.person('depositor');
});

const file = (name: string) => ({ name, bytes: Buffer.from(someReads()) });

describe('a sheet of reads', () => {
  it('becomes experiments and runs; their files are ticked off, a wrong MD5 is mended in its cell, and all is submitted', async () => {
    const draft = await new Desk(app, depositor).draft(1);
    const [forward, reverse] = [file('leaf_R1.fastq.gz'), file('leaf_R2.fastq.gz')];
    const page = await browser.open({ as: depositor });
    await page.goto(`/submissions/${draft.id}`);
    const row = reads('leaf', 'S-00001', {
      forward_file_md5: md5Of(forward.bytes),
      reverse_file_md5: md5Of('another file'),
    });
    await chooseSheet(page, { name: 'reads.tsv', bytes: readsSheet([row]) });
    await says(page, /reads\.tsv was read: 1 experiment and 1 run\./);
    await says(page, 'What its runs are made of is uploaded under Files.');

    await turnTo(page, 'Files');
    await says(page, '0 of 2 files that runs and analyses name are here and verified.');
    await fileRow(page, forward.name).getByText('Missing').waitFor();
    await chooseFiles(page, [forward, reverse]);
    await fileRow(page, forward.name).getByText('Verified').waitFor();
    await fileRow(page, reverse.name).getByText('Not what the run says').waitFor();
    expect(await problemsOf(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });

    // The worker checks the runs anew once their files are there: only what is really wrong is left.
    await turnTo(page, 'Findings');
    const groups = page.getByRole('main').getByRole('button', { name: 'Error reverse_file_md5' });
    await groups.filter({ hasText: 'upload the right file, or correct the MD5' }).click();
    await page.getByRole('link', { name: /leaf/ }).last().click();
    await activeCell(page)
      .filter({ hasText: md5Of('another file') })
      .waitFor();
    expect(await problemsOf(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('gridcell', { name: md5Of('another file') }).click();
    await page.getByRole('grid').getByRole('textbox').fill(md5Of(reverse.bytes));
    await page.keyboard.press('Enter');
    await page.getByRole('gridcell', { name: '2 verified' }).waitFor();
    await turnTo(page, 'Files');
    await says(page, 'All 2 files that runs and analyses name are here and verified.');
    await give(page, 'Submit 3 records');
    await says(page, 'Waits for a curator to take it.');
  });

  it('is edited by type, with the columns of each', async () => {
    const desk = new Desk(app, depositor);
    const draft = await desk.upload(
      await desk.draft(2),
      readsSheet([reads('a', 'S-00001'), reads('b', 'S-00002')]),
    );
    const page = await browser.open({ as: depositor });
    await page.goto(`/submissions/${draft.id}/records`);
    await cellOf(page, 'S-00001', '4113').waitFor();
    const types = page.getByRole('navigation', { name: 'Types of records' });
    await types.getByRole('link', { name: 'Experiments 2' }).click();
    await page.getByRole('gridcell', { name: 'Illumina NovaSeq 6000' }).first().waitFor();
    await page.getByRole('gridcell', { name: 'RNA-Seq' }).first().click();
    await writeCell(page, 'RNAseq');
    await page.getByRole('gridcell', { name: 'RNAseq' }).click();
    await page.keyboard.press('Escape');
    await says(page.getByRole('region', { name: 'The chosen cell' }), '“RNA-Seq” comes nearest.');
    await types.getByRole('link', { name: 'Runs 2' }).click();
    await page.getByRole('gridcell', { name: 'a_R1.fastq.gz', exact: true }).waitFor();
    await page.getByRole('gridcell', { name: '0 of 2: Missing' }).first().waitFor();
    await page.goto(`/submissions/${draft.id}/findings`);
    await page.getByRole('main').getByRole('button', { name: 'Error library_strategy' }).click();
    await page.getByRole('button', { name: 'Use “RNA-Seq”' }).click();
    await page.getByRole('button', { name: 'Error library_strategy' }).waitFor({ state: 'detached' });
    const [experiment] = await desk.records(draft.id, 'type=experiment');
    expect(experiment?.details).toMatchObject({ library: { strategy: 'RNA-Seq' } });
  });

  it('may be the sheets of a workbook; what takes the place of what is asked about first', async () => {
    const desk = new Desk(app, depositor);
    const draft = await desk.upload(await desk.draft(2), readsSheet([reads('a', 'S-00001')]));
    const page = await browser.open({ as: depositor });
    await page.goto(`/submissions/${draft.id}`);
    const tables = workbook({
      samples: [
        [
          'sample_alias',
          'tax_id',
          'scientific_name',
          'collection date',
          'geographic location (country and/or sea)',
        ],
        ['S-1', '4113', 'Solanum tuberosum', '2021-05-01', 'Peru'],
      ],
      runs: [
        ['alias', 'experiment_alias', 'file_name', 'file_type'],
        ['R-1', 'a', 'a.bam', 'bam'],
      ],
    });
    await chooseSheet(page, { name: 'all.xlsx', bytes: tables });
    await says(page.getByRole('dialog'), /2 samples, 1 experiment,? and 1 run/);
    await page.getByRole('dialog').getByRole('button', { name: 'Upload and replace' }).click();
    await says(page, /all\.xlsx was read: 1 sample and 1 run\. They take the place of 2 samples and 1 run\./);
    await says(page, 'Runs, from the sheet “runs”: 1 row');
    await page.getByRole('link', { name: '1 experiment' }).waitFor();
    expect(await problemsOf(page)).toEqual([]);
  });
});
