// Experiments and runs: uploaded, checked, changed, frozen, given accessions, written as a sheet again.
import { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { Actor } from '../../server/src/platform/access/actor.ts';
import type { StoredFile } from '../../server/src/files/file.entity.ts';
import { FileObservers } from '../../server/src/files/file-observers.ts';
import { AccessionsService } from '../../server/src/accessions/accessions.service.ts';
import { Minting } from '../../server/src/accessions/minting.ts';
import { mintablesOf } from '../../server/src/submissions/mintables.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import type { FindingView } from '../../server/src/submissions/findings.contract.ts';
import type { RecordView } from '../../server/src/submissions/record.contract.ts';
import { RecordsExport } from '../../server/src/submissions/records-export.ts';
import { Revisions } from '../../server/src/submissions/revisions.service.ts';
import { RecordsService } from '../../server/src/submissions/records.service.ts';
import { SheetsService } from '../../server/src/submissions/sheets.service.ts';
import { Submission } from '../../server/src/submissions/submission.entity.ts';
import { SubmissionValidation } from '../../server/src/submissions/submission-validation.service.ts';
import { SubmissionsService } from '../../server/src/submissions/submissions.service.ts';
import { makeActor } from '../factories/actors.ts';
import { manyReads, reads, readsSheet } from '../factories/reads.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { study } from '../factories/submissions.ts';
import { workbook } from '../factories/workbooks.ts';
import { useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
let depositor: Actor;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = await makeActor(app, 'depositor');
});

const create = async () =>
  (await app.get(SubmissionsService).create(depositor, { ...study(), checklist: 'ERC000011' })).id;

async function upload(id: string, bytes: Buffer, name = 'a.tsv') {
  const { version } = await app.get(SubmissionsService).get(depositor, id);
  return app.get(SheetsService).upload(depositor, id, version, name, Readable.from([bytes]));
}

async function recordsOf(id: string, type?: RecordView['type']): Promise<RecordView[]> {
  const query = { limit: 500, ...(type && { type: [type] }) };
  return JSON.parse(await app.get(RecordsService).list(depositor, id, query)).items;
}

async function findingsOf(id: string): Promise<FindingView[]> {
  return JSON.parse(await app.get(RecordsService).findings(depositor, id, { limit: 500 })).items;
}

const brief = (findings: readonly FindingView[]) =>
  findings.map(({ rule, row, column, suggestion }) => [rule, row, column, suggestion]);

async function exported(id: string): Promise<string> {
  const { lines } = await app.get(RecordsExport).tsv(depositor, id, { type: 'run' });
  let text = '';
  for await (const line of lines) text += line;
  return text;
}

/** Without what differs from one upload of the same to the next. */
const content = (records: readonly RecordView[]) =>
  records.map(({ type, alias, title, details }) => ({ type, alias, title, details }));

describe('a sheet of reads', () => {
  it('becomes experiments and runs beside the samples, and a sheet of one leaves the other alone', async () => {
    const id = await create();
    await upload(id, sheet({ samples: samples(2) }));
    const before = await recordsOf(id, 'sample');
    const view = await upload(id, readsSheet(manyReads(2)));
    expect(view.recordCounts).toEqual({ sample: 2, experiment: 2, run: 2, analysis: 0 });
    expect(view.reads).toMatchObject([{ kind: 'reads', rows: 2 }]);
    expect(await recordsOf(id, 'sample')).toEqual(before);
    const first = await recordsOf(id);
    const again = await upload(id, sheet({ samples: samples(3) }));
    expect(again.recordCounts).toEqual({ sample: 3, experiment: 2, run: 2, analysis: 0 });
    expect(await recordsOf(id, 'run')).toEqual(first.filter(({ type }) => type === 'run'));
    expect(first.map(({ type }) => type)).toEqual([
      'sample',
      'sample',
      'experiment',
      'experiment',
      'run',
      'run',
    ]);
  });

  it('gets the same aliases when rows move and are corrected, and is complained about cell by cell', async () => {
    const id = await create();
    await upload(id, sheet({ samples: samples(2) }));
    const [one, two] = manyReads(2);
    const wrong = {
      ...two!,
      instrument_model: 'Illumina NextSeq 550',
      library_layout: 'paired',
      sample: 'S-0002',
    };
    await upload(id, readsSheet([one!, wrong]));
    const aliases = (await recordsOf(id, 'run')).map(({ alias }) => alias);
    const errors = (await findingsOf(id)).filter(
      ({ severity, rule }) => severity === 'error' && !rule.startsWith('file.missing'),
    );
    expect(brief(errors)).toEqual([
      ['ref.unknown', 4, 'A', 'S-00002'],
      ['term.spelling', 4, 'H', 'PAIRED'],
      ['term.unknown', 4, 'C', 'NextSeq 550'],
    ]);
    await upload(id, readsSheet([two!, one!]));
    expect((await recordsOf(id, 'run')).map(({ alias }) => alias)).toEqual(aliases.reverse());
  });

  it('is mended field by field, with the same outcome as checking everything anew', async () => {
    const id = await create();
    await upload(id, sheet({ samples: samples(1) }));
    await upload(
      id,
      readsSheet([{ ...reads('L', 'S-00001'), instrument_model: 'minion', forward_file_md5: 'ABC' }]),
    );
    const patch = async (type: 'experiment' | 'run' | 'sample', change: object) => {
      const [record] = await recordsOf(id, type);
      return app.get(RecordsService).update(depositor, id, record!.id, record!.version, change);
    };
    const experiment = await patch('experiment', { details: { instrument_model: 'MinION' } });
    expect(experiment.details).toMatchObject({ instrumentModel: 'MinION', platform: 'OXFORD_NANOPORE' });
    const run = await patch('run', {
      details: { forward_file_md5: 'a'.repeat(32), reverse_file_name: 'b.fastq.gz' },
    });
    expect(run.details).toMatchObject({ files: [{ md5: 'a'.repeat(32) }, { name: 'b.fastq.gz' }] });
    await patch('sample', { alias: 'other' });
    const quick = brief(await findingsOf(id)).sort();
    expect(quick.map(([rule]) => rule)).toContain('ref.unknown');
    await app.get(UnitOfWork).run(async (tx) => {
      await app.get(SubmissionValidation).run(tx, await tx.repo(Submission).findOneByOrFail({ id }));
    });
    expect(brief(await findingsOf(id)).sort()).toEqual(quick);
    await expect(patch('run', { details: { library_layout: 'PAIRED' } })).rejects.toMatchObject({
      code: 'record.no_such_field',
    });
    await expect(patch('experiment', { taxonId: '1' })).rejects.toMatchObject({
      code: 'record.no_such_field',
    });
  });

  it('is written as a sheet that gives the same records when it is uploaded again', async () => {
    const id = await create();
    const rows = [
      reads('L1', 'ERS123456', {
        library_name: '"quoted" name',
        design_description: 'two\tparts',
        study: 'PRJEB1',
      }),
      reads('L2', 'SAMEA123', {
        insert_size: '300',
        reverse_file_name: '',
        reverse_file_md5: '',
        library_layout: 'SINGLE',
      }),
    ];
    await upload(id, readsSheet(rows.map((row) => ({ ...row, design_description: 'plain' }))));
    const before = content(await recordsOf(id));
    const text = await exported(id);
    await upload(id, Buffer.from(text));
    expect(content(await recordsOf(id))).toEqual(before);
    expect(await exported(id)).toBe(text);
  });

  it('need not come with samples, when it refers to such as are registered', async () => {
    const id = await create();
    const view = await upload(id, readsSheet([reads('L1', 'ERS123456')]));
    const submit = view.commands.find(({ command }) => command === 'submit');
    expect(submit?.because).not.toMatch(/no samples/);
  });
});

describe('the tables of ena-upload-cli', () => {
  const tables = {
    studies: [
      ['alias', 'title', 'study_type', 'study_abstract'],
      ['ST', 'Potatoes, told anew and at length', 'Other', 'What they are, and why they are so.'],
    ],
    samples: [
      [
        'alias',
        'title',
        'taxon_id',
        'scientific_name',
        'collection date',
        'geographic location (country and/or sea)',
        'status',
      ],
      ['P1', 'Plant', 4113, 'Solanum tuberosum', '2021', 'Peru', 'add'],
    ],
    experiments: [
      [
        'alias',
        'title',
        'study_alias',
        'sample_alias',
        'library_strategy',
        'library_source',
        'library_selection',
        'library_layout',
        'insert_size',
        'platform',
        'instrument_model',
      ],
      ['E1', 'Exp', 'ST', 'P1', 'WGS', 'GENOMIC', 'RANDOM', 'paired', 'None', 'illumina', 'Illumina MiSeq'],
    ],
    runs: [
      ['alias', 'experiment_alias', 'file_name', 'file_type', 'file_checksum'],
      ['R1', 'E1', 'a_1.fastq.gz', 'fastq', 'a'.repeat(32)],
      ['R1', 'E1', 'a_2.fastq', 'fastq', 'b'.repeat(32)],
    ],
  };

  it('fill a submission from one workbook; findings name sheet, row and column', async () => {
    const id = await create();
    const view = await upload(id, workbook(tables), 'all.xlsx');
    expect(view).toMatchObject({
      title: 'Potatoes, told anew and at length',
      recordCounts: { sample: 1, experiment: 1, run: 1, analysis: 0 },
    });
    const [experiment] = await recordsOf(id, 'experiment');
    expect(experiment).toMatchObject({
      alias: 'E1',
      title: 'Exp',
      details: { study: null, sample: { alias: 'P1' } },
    });
    const found = (await findingsOf(id)).map(({ rule, sheet: name, row, column, suggestion }) => [
      rule,
      name,
      row,
      column,
      suggestion,
    ]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['sheet.instruction', 'samples', 1, 'G', null],
        ['term.spelling', 'experiments', 2, 'H', 'PAIRED'],
        ['insert_size.form', 'experiments', 2, 'I', ''],
        ['term.spelling', 'experiments', 2, 'J', 'ILLUMINA'],
        ['file.compression', 'runs', 3, 'C', null],
      ]),
    );
  });

  it('come one by one, too', async () => {
    const id = await create();
    const tsv = (rows: readonly (readonly unknown[])[]) =>
      Buffer.from(rows.map((row) => `${row.join('\t')}\n`).join(''));
    await upload(id, tsv(tables.runs));
    await upload(id, tsv(tables.experiments));
    const view = await upload(id, tsv(tables.samples));
    expect(view.recordCounts).toEqual({ sample: 1, experiment: 1, run: 1, analysis: 0 });
    expect(view.reads?.map(({ kind }) => kind)).toEqual(['runs', 'experiments']);
  });
});

it('revisions keep the details, and their fingerprint changes with them', async () => {
  const id = await create();
  await upload(id, readsSheet([reads('L1', 'ERS123456')]));
  const freeze = () =>
    app.get(UnitOfWork).run(async (tx) => {
      const submission = await tx.repo(Submission).findOneByOrFail({ id });
      const frozen = await app.get(Revisions).freeze(tx, submission, depositor.id, new Date());
      await tx.query('UPDATE submissions SET revision = $2 WHERE id = $1', [id, frozen.number]);
      return frozen;
    });
  const first = await freeze();
  const details = () =>
    app.get(DataSource).query(
      `SELECT r.details = f.details AS same FROM records r
         JOIN revision_records f ON f.record_id = r.id AND f.revision = $2 WHERE r.submission_id = $1`,
      [id, first.number],
    );
  expect(await details()).toEqual([{ same: true }, { same: true }]);
  const [run] = await recordsOf(id, 'run');
  const change = { details: { forward_file_name: 'other.fastq.gz' } };
  await app.get(RecordsService).update(depositor, id, run!.id, run!.version, change);
  expect((await details()).filter(({ same }: { same: boolean }) => !same)).toHaveLength(1);
  expect((await freeze()).contentSha256).not.toBe(first.contentSha256);
});

it('ten thousand runs are taken in about as fast as ten thousand samples', async () => {
  const bytes = [sheet({ samples: samples(10_000) }), readsSheet(manyReads(10_000))];
  const id = await create();
  const times: number[] = [];
  for (const one of bytes) {
    const started = process.cpuUsage();
    await upload(id, one);
    const { user, system } = process.cpuUsage(started);
    times.push((user + system) / 1_000);
  }
  // Two records a row, and four files' checks.
  expect(times[1]).toBeLessThan(times[0]! * 5);
}, 120_000);

describe('a file that was verified', () => {
  it('has its submission checked anew, once for many files', async () => {
    const id = await create();
    await upload(id, readsSheet([reads('L1', 'ERS123456')]));
    const database = app.get(DataSource);
    await app.get(UnitOfWork).run(async (tx) => {
      for (let count = 0; count < 3; count++)
        await app.get(FileObservers).tell(tx, { rootId: id } as StoredFile);
    });
    const tasks = () =>
      database.query(
        `SELECT state FROM tasks WHERE name = 'submission.files_changed' AND payload ->> 'id' = $1`,
        [id],
      );
    expect(await tasks()).toHaveLength(1);
    await database.query(`DELETE FROM findings WHERE submission_id = $1`, [id]);
    await database.query(
      `UPDATE submissions SET error_count = 0, info_count = 0, warning_count = 0 WHERE id = $1`,
      [id],
    );
    await expect
      .poll(async () => (await findingsOf(id)).map(({ rule }) => rule), { timeout: 60_000 })
      .toContain('file.missing');
  }, 90_000);
});

it('what is approved gets an accession for every record, with a page and a column in the sheet', async () => {
  const id = await create();
  await upload(id, readsSheet([reads('L1', 'ERS123456')]));
  const minted = await app.get(UnitOfWork).run(async (tx) => {
    const submission = await tx.repo(Submission).findOneByOrFail({ id });
    const { number } = await app.get(Revisions).freeze(tx, submission, depositor.id, new Date());
    const records = await mintablesOf(tx, { ...submission, revision: number });
    const at = new Date();
    const context = { submissionId: id, ownerId: depositor.id, holdDate: null, submittedAt: at, at };
    return app.get(Minting).mint(tx, records, context);
  });
  expect(minted.map(({ kind }) => kind).sort()).toEqual(['experiment', 'project', 'run']);
  const run = minted.find(({ kind }) => kind === 'run')!;
  const landing = await app.get(AccessionsService).landing(run.accession);
  expect(landing).toMatchObject({ kind: 'run', description: '2 FASTQ files', taxonId: null });
  expect((await recordsOf(id, 'run'))[0]?.accession).toBe(run.accession);
  expect(await exported(id)).toContain(run.accession);
});
