// Analyses: uploaded beside samples and reads, checked, changed, written as a table again.
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { Actor } from '../../server/src/platform/access/actor.ts';
import type { FindingView } from '../../server/src/submissions/findings.contract.ts';
import type { RecordView } from '../../server/src/submissions/record.contract.ts';
import { RecordsExport } from '../../server/src/submissions/records-export.ts';
import { RecordsService } from '../../server/src/submissions/records.service.ts';
import { SheetsService } from '../../server/src/submissions/sheets.service.ts';
import { SubmissionsService } from '../../server/src/submissions/submissions.service.ts';
import { makeActor } from '../factories/actors.ts';
import { manyReads, readsSheet } from '../factories/reads.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { study } from '../factories/submissions.ts';
import { workbook } from '../factories/workbooks.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Actor;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = await makeActor(app, 'depositor');
});

async function upload(id: string, bytes: Buffer, name = 'a.tsv') {
  const { version } = await app.get(SubmissionsService).get(depositor, id);
  return app.get(SheetsService).upload(depositor, id, version, name, Readable.from([bytes]));
}

/** With samples and reads. */
async function create(): Promise<string> {
  const given = { ...study(), checklist: 'ERC000011' };
  const { id } = await app.get(SubmissionsService).create(depositor, given);
  await upload(id, sheet({ samples: samples(2) }));
  await upload(id, readsSheet(manyReads(2)));
  return id;
}

async function analysesOf(id: string): Promise<RecordView[]> {
  const page = await app.get(RecordsService).list(depositor, id, { type: ['analysis'], limit: 500 });
  return JSON.parse(page).items;
}

async function findingsOf(id: string): Promise<FindingView[]> {
  const all = JSON.parse(await app.get(RecordsService).findings(depositor, id, { limit: 500 })).items;
  const own = new Set((await analysesOf(id)).map((record) => record.id));
  return all.filter(({ recordId }: FindingView) => own.has(recordId ?? ''));
}

async function exported(id: string): Promise<string> {
  const { lines } = await app.get(RecordsExport).tsv(depositor, id, { type: 'analysis' });
  return Buffer.concat(
    await Readable.from(lines)
      .map((line: string) => Buffer.from(line))
      .toArray(),
  ).toString();
}

const content = (records: readonly RecordView[]) =>
  records.map(({ type, alias, title, details }) => ({ type, alias, title, details }));

const rows = [
  ['analysis_type', 'alias', 'samples', 'run', 'experiment_type', 'file_name', 'file_md5'],
  [
    'SEQUENCE_VARIATION',
    'v1',
    'S-00001; S-00002',
    'run-L-00001_R1.fastq.gz',
    'Curation',
    'v1.vcf.gz',
    'a'.repeat(32),
  ],
  ['sequence variation', 'v2', 'S-00001;S-0002', 'L-00001', 'curation', 'v2.vcf.gz', 'A'.repeat(32)],
];

describe('a table of analyses', () => {
  it('becomes analyses beside what is there, and is complained about cell by cell', async () => {
    const id = await create();
    const view = await upload(id, workbook({ mine: rows }), 'a.xlsx');
    expect(view.recordCounts).toEqual({ sample: 2, experiment: 2, run: 2, analysis: 2 });
    expect(view.reads?.map(({ kind }) => kind)).toEqual(['reads', 'analyses']);
    const found = (await findingsOf(id)).map(({ rule, field, row, column, suggestion }) =>
      [rule, field, row, column, suggestion].join(' '),
    );
    expect(found).toEqual([
      'term.unknown analysis_type 3 A SEQUENCE_VARIATION',
      'ref.unknown samples 3 C S-00001; S-00002',
      expect.stringMatching(/^ref.unknown runs 3 D/),
      `md5.form file_md5 3 G ${'a'.repeat(32)}`,
    ]);
    const again = await upload(id, readsSheet(manyReads(2)));
    expect(again.recordCounts.analysis).toBe(2);
  });

  it('is mended field by field; what refers to it, or what it refers to, is looked at again', async () => {
    const id = await create();
    await upload(
      id,
      Buffer.from(
        rows
          .slice(0, 2)
          .map((row) => `${row.join('\t')}\n`)
          .join(''),
      ),
    );
    expect(await findingsOf(id)).toEqual([]);
    const patch = async (type: RecordView['type'], change: object) => {
      const page = await app.get(RecordsService).list(depositor, id, { type: [type], limit: 1 });
      const [record] = (JSON.parse(page) as { items: RecordView[] }).items;
      return app.get(RecordsService).update(depositor, id, record!.id, record!.version, change);
    };
    await patch('run', { alias: 'renamed' });
    expect((await findingsOf(id)).map(({ rule, field }) => [rule, field])).toEqual([['ref.unknown', 'runs']]);
    const { details } = await patch('analysis', {
      details: { runs: 'renamed', assembly: 'GCA_000001405.29' },
    });
    expect(details).toMatchObject({
      runs: [{ alias: 'renamed' }],
      properties: { ASSEMBLY: 'GCA_000001405.29' },
    });
    expect(await findingsOf(id)).toEqual([]);
    await patch('sample', { alias: 'other' });
    expect((await findingsOf(id)).map(({ rule, field }) => [rule, field])).toEqual([
      ['ref.unknown', 'samples'],
    ]);
    await expect(patch('analysis', { details: { library_name: 'x' } })).rejects.toMatchObject({
      code: 'record.no_such_field',
    });
  });

  it('is written so that it gives the same analyses when it is uploaded again', async () => {
    const id = await create();
    await upload(id, workbook({ mine: rows }), 'a.xlsx');
    const before = content(await analysesOf(id));
    const text = await exported(id);
    await upload(id, Buffer.from(text));
    expect(content(await analysesOf(id))).toEqual(before);
    expect(await exported(id)).toBe(text);
  });
});
