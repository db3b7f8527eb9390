// After one record was changed the findings are those that checking everything anew would give, whatever was changed.
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { actorOf } from '../../server/src/auth/auth.service.ts';
import { type Actor, nowhere, systemActor } from '../../server/src/platform/access/actor.ts';
import type { AppError } from '../../server/src/platform/errors/app.error.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import type { ChangeRecord, RecordView } from '../../server/src/submissions/record.contract.ts';
import { RecordsService } from '../../server/src/submissions/records.service.ts';
import { SheetsService } from '../../server/src/submissions/sheets.service.ts';
import { Submission } from '../../server/src/submissions/submission.entity.ts';
import { SubmissionValidation } from '../../server/src/submissions/submission-validation.service.ts';
import { SubmissionsService } from '../../server/src/submissions/submissions.service.ts';
import { SubmissionFiles } from '../../server/src/submissions/uploads/submission-files.ts';
import { ChecklistsService } from '../../server/src/validation/checklists.service.ts';
import { UsersService } from '../../server/src/users/users.service.ts';
import { reads, readsSheet } from '../factories/reads.ts';
import { sheet } from '../factories/sheets.ts';
import { study } from '../factories/submissions.ts';
import { makeUser } from '../factories/users.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Actor;
/** A checklist with recommended fields, which are counted over all records. */
const checklist = 'ERC999001';
const country = 'geographic location (country and/or sea)';
const [north, east] = ['geographic location (latitude)', 'geographic location (longitude)'];

beforeAll(async () => {
  await seedChecklists(app.api);
  const checklists = app.get(ChecklistsService);
  const { document } = await checklists.get('ERC000011');
  const fields = document.fields.map((field) =>
    ['tissue_type', 'isolate'].includes(field.name) ? { ...field, requirement: 'recommended' } : field,
  );
  const more = { name: 'collected by', requirement: 'recommended', type: 'text' };
  const file = { ...document, accession: checklist, fields: [...fields, more] };
  await checklists.import(systemActor('tests'), Buffer.from(JSON.stringify(file)));
  depositor = actorOf(await makeUser(app.get(UsersService), { roles: ['depositor'] }), null, nowhere);
});

const columns = [
  'sample_alias',
  'tax_id',
  'scientific_name',
  'sample_title',
  'collection date',
  country,
  'tissue_type',
  'isolate',
  'lat_lon',
  north!,
  east!,
  'Collected by',
  'own',
];
const cell: Record<string, fc.Arbitrary<string>> = {
  sample_alias: fc.constantFrom('A', 'B', 'C', 'A ', ''),
  tax_id: fc.constantFrom('4113', '', 'potato'),
  'collection date': fc.constantFrom('2021', '2021-13', 'not collected', ''),
  [country]: fc.constantFrom('Peru', 'peru', '', 'Atlantis'),
  lat_lon: fc.constantFrom('', '1.5 2.5', 'here', '91 200'),
  [north!]: fc.constantFrom('', '1.5', '95'),
  [east!]: fc.constantFrom('', '2.5', '200'),
};
const cellOf = (name: string) => cell[name] ?? fc.constantFrom('', 'leaf', 'Ñandú', 'NA');
const rowOf = (names: readonly string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, cellOf(name)])));
const rows = fc
  .subarray(columns.slice(1))
  .chain((some) => fc.array(rowOf(['sample_alias', ...some]), { minLength: 1, maxLength: 6 }))
  .filter((given) => given.some((row) => Object.values(row).some((value) => value.trim() !== '')));

const attribute = (name: string) => cellOf(name).map((value) => ({ value }));
const tags = columns.slice(4).filter((name) => name !== 'Collected by');
const change: fc.Arbitrary<ChangeRecord> = fc.record(
  {
    alias: cell['sample_alias'] as fc.Arbitrary<string>,
    taxonId: cell['tax_id'] as fc.Arbitrary<string>,
    title: fc.constantFrom('', 'Leaf', ' leaf'),
    attributes: fc.record(
      Object.fromEntries([...tags, 'collected by', 'new'].map((name) => [name, attribute(name)])),
      { requiredKeys: [] },
    ) as fc.Arbitrary<NonNullable<ChangeRecord['attributes']>>,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<ChangeRecord>;
const changes = fc.array(fc.tuple(fc.nat(5), change), { minLength: 1, maxLength: 4 });

/** Findings in the list's order, but for those of one record, and the counts beside them. */
async function outcome(id: string): Promise<unknown> {
  const database = app.get(DataSource);
  const findings = await database.query(
    `SELECT position, record_id, severity, rule, alias, field, row, "column", value, message, suggestion FROM findings
      WHERE submission_id = $1 ORDER BY position, rule, field, message, value`,
    [id],
  );
  const records = await database.query(
    `SELECT id, error_count, warning_count FROM records WHERE submission_id = $1 ORDER BY id`,
    [id],
  );
  const [counts] = await database.query(
    `SELECT error_count, warning_count, info_count, checklist_version FROM submissions WHERE id = $1`,
    [id],
  );
  return { findings, records, counts };
}

async function everythingAnew(id: string): Promise<void> {
  await app.get(UnitOfWork).run(async (tx) => {
    const submission = await tx.repo(Submission).findOneByOrFail({ id });
    await app.get(SubmissionValidation).run(tx, submission);
  });
}

async function draftOf(bytes: Buffer): Promise<string> {
  const { id, version } = await app.get(SubmissionsService).create(depositor, study({ checklist }) as never);
  await app.get(SheetsService).upload(depositor, id, version, 'a.tsv', Readable.from([bytes]));
  return id;
}

async function recordsOf(id: string): Promise<RecordView[]> {
  const page = await app.get(RecordsService).list(depositor, id, { limit: 500 });
  return (JSON.parse(page) as { items: RecordView[] }).items;
}

const bad = (alias: string) => ({
  sample_alias: alias,
  tax_id: 'x',
  'collection date': '2021',
  [country]: 'Peru',
});

describe('findings after a change of one record', () => {
  it('are those of checking everything anew', async () => {
    await fc.assert(
      fc.asyncProperty(rows, changes, async (given, steps) => {
        const id = await draftOf(sheet({ checklist, samples: given }));
        for (const [index, step] of steps) {
          const records = await recordsOf(id);
          const record = records[index % records.length] as RecordView;
          await app.get(RecordsService).update(depositor, id, record.id, record.version, step);
          const quick = await outcome(id);
          await everythingAnew(id);
          expect(quick).toEqual(await outcome(id));
        }
      }),
      { numRuns: 40 },
    );
  }, 240_000);

  it('stay beside their record in the list', async () => {
    const id = await draftOf(sheet({ checklist, samples: ['A', 'B', 'C'].map(bad) }));
    const [first] = await recordsOf(id);
    await app.get(RecordsService).update(depositor, id, first!.id, 1, { title: ' still wrong' });
    const page = await app.get(RecordsService).findings(depositor, id, { limit: 50, severity: ['error'] });
    const aliases = (JSON.parse(page) as { items: { alias: string }[] }).items.map(({ alias }) => alias);
    expect(aliases).toEqual(['A', 'B', 'C']);
  });
});

const md5 = (sign: string) => sign.repeat(32);
const fileName = fc.constantFrom('a.fastq.gz', 'b.fastq.gz', 'c.fastq.gz', 'folder/b.fastq.gz', 'what?.txt');
const fileMd5 = fc.constantFrom(md5('a'), md5('b'), md5('c'), 'no sum', '');
const readsRow = fc.record({
  sample: fc.constantFrom('A', 'A', 'B', 'nobody'),
  experiment_alias: fc.constantFrom('E1', 'E2', 'E3'),
  run_alias: fc.constantFrom('R1', 'R2', 'R3', 'R4', 'R5'),
  library_strategy: fc.constantFrom('RNA-Seq', 'rna-seq'),
  library_layout: fc.constantFrom('PAIRED', 'SINGLE'),
  forward_file_name: fileName,
  forward_file_md5: fileMd5,
  reverse_file_name: fc.constantFrom('d.fastq.gz', 'e.fastq.gz', 'f.fastq.gz', ''),
  reverse_file_md5: fc.constantFrom(md5('d'), md5('e'), ''),
});
/** Most of them are nobody else's matter. */
const changeOf = {
  experiment: fc.oneof(
    fc.record({ library_strategy: fc.constantFrom('WGS', 'wgs', 'Dowsing') }),
    fc.record({
      insert_size: fc.constantFrom('', '300', 'many'),
      design_description: fc.constantFrom('', 'x\u0007'),
    }),
    fc.record({ sample: fc.constantFrom('A', 'B', 'C', 'ERS1', 'PRJEB1') }),
    fc.record({ library_layout: fc.constantFrom('PAIRED', 'SINGLE', 'odd') }),
  ),
  run: fc.oneof(
    fc.record({ forward_file_md5: fileMd5 }),
    fc.record({ forward_file_md5: fc.constantFrom(md5('1'), md5('2'), md5('3'), 'none') }),
    fc.record({ file_type: fc.constantFrom('fastq', 'bam', 'scroll') }),
    fc.record({ read_type: fc.constantFrom('', 'single', 'double') }),
    fc.record({ experiment: fc.constantFrom('E1', 'E2', 'E9', 'ERX000001') }),
    fc.record({ forward_file_name: fileName }),
  ),
};
const own = fc.record(
  { title: fc.constantFrom('', 'Leaf', 'x\u0007'), alias: fc.constantFrom('E1', 'E4', 'R1', 'R6', '') },
  { requiredKeys: [] },
);
const readsChanges = fc.array(
  fc.record({
    index: fc.nat(20),
    experiment: changeOf.experiment,
    run: changeOf.run,
    more: fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: own }),
  }),
  { minLength: 2, maxLength: 6 },
);
const uploaded = fc.subarray<[string, { md5: string; status: string }]>([
  ['a.fastq.gz', { md5: md5('a'), status: 'verified' }],
  ['b.fastq.gz', { md5: md5('c'), status: 'verified' }],
  ['d.fastq.gz', { md5: md5('d'), status: 'uploaded' }],
  ['unused.fastq.gz', { md5: md5('9'), status: 'verified' }],
]);

describe('findings after a change of one experiment or run', () => {
  it('are those of checking everything anew, which is spared where nobody else is concerned', async () => {
    const files = vi.spyOn(app.get(SubmissionFiles), 'byName');
    const wholly = vi.spyOn(app.get(SubmissionValidation), 'runOnReads');
    let changed = 0;
    const table = fc.uniqueArray(readsRow, { minLength: 1, maxLength: 5, selector: (row) => row.run_alias });
    await fc.assert(
      fc.asyncProperty(table, uploaded, readsChanges, async (given, there, steps) => {
        files.mockResolvedValue(new Map(there) as never);
        const id = await draftOf(sheet({ checklist, samples: [bad('A'), bad('B')] }));
        const { version } = await app.get(SubmissionsService).get(depositor, id);
        const bytes = readsSheet(given.map((row) => reads('L', row.sample, row)));
        await app.get(SheetsService).upload(depositor, id, version, 'reads.tsv', Readable.from([bytes]));
        for (const { index, more, ...details } of steps) {
          const records = (await recordsOf(id)).filter(({ type }) => type !== 'sample');
          const record = records[index % records.length] as RecordView;
          const step = {
            ...more,
            details: details[record.type as 'experiment' | 'run'] as Record<string, string>,
          };
          const update = app.get(RecordsService).update(depositor, id, record.id, record.version, step);
          // A run that lost its files has no field of theirs.
          const isThere = await update.then(
            () => true,
            (error: AppError) => {
              if (error.code !== 'record.no_such_field') throw error;
              return false;
            },
          );
          if (!isThere) continue;
          changed += 1;
          const quick = await outcome(id);
          await everythingAnew(id);
          expect(quick).toEqual(await outcome(id));
        }
      }),
      { numRuns: 30 },
    );
    expect(changed - wholly.mock.calls.length).toBeGreaterThan(10);
    vi.restoreAllMocks();
  }, 240_000);
});

describe('a change of one record', () => {
  it('tells the version of the submission that it made, and none when it changed nothing', async () => {
    const id = await draftOf(sheet({ checklist, samples: [bad('A')] }));
    const [record] = await recordsOf(id);
    const before = (await app.get(SubmissionsService).get(depositor, id)).version;
    const retitled = (version: number) =>
      app.get(RecordsService).update(depositor, id, record!.id, version, { title: 'Leaf' });
    expect(await retitled(1)).toMatchObject({ title: 'Leaf', version: 2, submissionVersion: before + 1 });
    expect(await retitled(2)).toMatchObject({ version: 2, submissionVersion: null });
    expect(await app.get(SubmissionsService).get(depositor, id)).toMatchObject({ version: before + 1 });
  });
});

describe('findings after a change of the study', () => {
  it('are those of checking everything anew, too', async () => {
    const id = await draftOf(sheet({ checklist, samples: [{ sample_alias: 'A', tax_id: 'x' }] }));
    const service = app.get(SubmissionsService);
    for (const given of [
      { title: 'Short' },
      { description: '' },
      { holdDate: '1999-01-01' },
      { title: 'A title that is long enough' },
    ]) {
      const { version } = await service.get(depositor, id);
      await service.update(depositor, id, version, given);
      const quick = await outcome(id);
      await everythingAnew(id);
      expect(quick).toEqual(await outcome(id));
    }
  });

  it('follow the checklist that is chosen, without the version that the sheet named of another one', async () => {
    const id = await draftOf(sheet({ checklist: `${checklist}:0.9`, samples: [{ sample_alias: 'A' }] }));
    const service = app.get(SubmissionsService);
    const { version } = await service.get(depositor, id);
    const versionFindings = async () =>
      JSON.parse(
        await app.get(RecordsService).findings(depositor, id, { limit: 50, rule: 'checklist.version' }),
      ).total;
    expect(await versionFindings()).toBe(1);
    await service.update(depositor, id, version, { checklist: 'ERC000011' });
    expect(await versionFindings()).toBe(0);
  });
});
