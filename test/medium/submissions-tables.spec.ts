// The tables that records came from can be had again, byte for byte.
import { beforeAll, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { manyReads, readsSheet } from '../factories/reads.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { Desk } from '../factories/submissions.ts';
import { workbook } from '../factories/workbooks.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let desk: Desk;
beforeAll(async () => {
  await seedChecklists(app.api);
  desk = new Desk(app, await app.person('depositor'));
});

const getFor = (id: string) => (query: string) =>
  app.request('GET', `submissions/${id}/sheet${query}`, { as: desk.as });

it('gives the samples and the reads, each as it was uploaded', async () => {
  const bytes = { samples: sheet({ samples: samples(2) }), reads: readsSheet(manyReads(2)) };
  const draft = await desk.create();
  const view = await desk.upload(await desk.upload(draft, bytes.samples), bytes.reads);
  const get = getFor(draft.id);
  const [table] = view.reads ?? [];
  expect((await get('')).text).toBe(bytes.samples.toString());
  expect((await get(`?sha256=${table?.sha256}`)).text).toBe(bytes.reads.toString());
  expect((await get(`?sha256=${'0'.repeat(64)}`)).status).toBe(404);
  expect((await get('?sha256=../../etc')).status).toBe(422);
});

it('gives a workbook for what it is', async () => {
  const header = ['tax_id', 'scientific_name', 'sample_alias', 'sample_title', 'sample_description'];
  const bytes = workbook({ samples: [header, ['4113', 'Solanum tuberosum', 'leaf-1', 'Leaf', '']] });
  const view = await desk.upload(await desk.create(), bytes, 'leaves.xlsx');
  const answer = await getFor(view.id)('');
  expect(answer.headers.get('content-type')).toContain('spreadsheetml');
  expect(Number(answer.headers.get('content-length'))).toBe(bytes.byteLength);
});
