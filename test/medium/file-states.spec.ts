// The files of a submission together with those that its runs and analyses name: listed by keyset, counted by state.
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { FileStatus } from '../../server/src/files/file.contract.ts';
import type { Actor } from '../../server/src/platform/access/actor.ts';
import { RecordsService } from '../../server/src/submissions/records.service.ts';
import { SheetsService } from '../../server/src/submissions/sheets.service.ts';
import { SubmissionsService } from '../../server/src/submissions/submissions.service.ts';
import {
  type FileNamesQuery,
  type FileStateQuery,
  fileStatePage,
  type FileStateView,
} from '../../server/src/submissions/uploads/file-state.contract.ts';
import { FileStates } from '../../server/src/submissions/uploads/file-states.service.ts';
import { makeActor } from '../factories/actors.ts';
import { manyReads, md5Of, readsSheet } from '../factories/reads.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { study } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Actor;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = await makeActor(app, 'depositor');
});

async function upload(id: string, bytes: Buffer): Promise<void> {
  const { version } = await app.get(SubmissionsService).get(depositor, id);
  await app.get(SheetsService).upload(depositor, id, version, 'a.tsv', Readable.from([bytes]));
}

async function withReads(count: number): Promise<string> {
  const given = { ...study(), checklist: 'ERC000011' };
  const { id } = await app.get(SubmissionsService).create(depositor, given);
  await upload(id, sheet({ samples: samples(2) }));
  await upload(id, readsSheet(manyReads(count)));
  return id;
}

/** A file as the worker leaves it behind. */
async function put(id: string, name: string, status: FileStatus, md5: string): Promise<void> {
  await app.get(DataSource).query(
    `INSERT INTO files (id, root_type, root_id, owner_id, name, status, store, key, part_size, size, md5, sha256, rejection, created_at, updated_at)
     VALUES ($1::uuid, 'Submission', $2, $3, $4, $5, 'hot', $1::uuid::text, 1, 1, $6, $6, $7, now(), now())`,
    [
      randomUUID(),
      id,
      depositor.id,
      name,
      status,
      md5,
      status === 'rejected' ? JSON.stringify({ code: 'file.missing', message: 'gone' }) : null,
    ],
  );
}

async function page(id: string, query: Partial<FileStateQuery> = {}, as = depositor) {
  const text = await app.get(FileStates).list(as, id, { limit: 50, ...query });
  return fileStatePage.parse(JSON.parse(text));
}

async function all(id: string, query: Partial<FileStateQuery> = {}): Promise<FileStateView[]> {
  const found: FileStateView[] = [];
  let after: string | undefined;
  do {
    const { items, next }: Awaited<ReturnType<typeof page>> = await page(id, {
      ...query,
      ...(after !== undefined && { after }),
    });
    found.push(...items);
    after = next ?? undefined;
  } while (after !== undefined);
  return found;
}

const brief = (rows: readonly FileStateView[]) =>
  rows.map(({ name, state, namings }) =>
    [name, state, namings.map(({ alias }) => alias).join()].join(' ').trim(),
  );

describe('the files that are here or named', () => {
  it('are each listed once with their state and who names them, and counted', async () => {
    const id = await withReads(2);
    await put(id, 'L-00001_R1.fastq.gz', 'verified', md5Of('L-00001_R1'));
    await put(id, 'L-00001_R2.fastq.gz', 'verified', md5Of('something else'));
    await put(id, 'L-00002_R1.fastq.gz', 'rejected', md5Of('x'));
    await put(id, 'L-00002_R2.fastq.gz', 'pending', md5Of('x'));
    await put(id, 'aside.txt', 'verifying', md5Of('x'));
    await put(id, 'gone.txt', 'removed', md5Of('x'));
    expect(brief(await all(id, { limit: 2 }))).toEqual([
      'L-00001_R1.fastq.gz verified run-L-00001_R1.fastq.gz',
      'L-00001_R2.fastq.gz differs run-L-00001_R1.fastq.gz',
      'L-00002_R1.fastq.gz rejected run-L-00002_R1.fastq.gz',
      expect.stringMatching(/^L-00002_R2.fastq.gz (?:missing|unfinished) run-L-00002_R1.fastq.gz/),
      expect.stringMatching(/^L-00002_R2.fastq.gz (?:missing|unfinished) run-L-00002_R1.fastq.gz/),
      'aside.txt checking',
    ]);
    expect(await app.get(FileStates).counts(depositor, id)).toEqual({
      counts: { missing: 1, unfinished: 1, checking: 1, verified: 1, differs: 1, rejected: 1 },
      named: { count: 4, verified: 1 },
    });
    expect(brief(await all(id, { state: ['missing', 'rejected'] }))).toHaveLength(2);
    expect(brief(await all(id, { q: 'L-00001' }))).toHaveLength(2);
    expect(brief(await all(id, { q: 'run-L-00002' }))).toHaveLength(3);
    const complete = [
      'L-00001_R1.fastq.gz',
      'L-00001_R2.fastq.gz',
      'L-00002_R1.fastq.gz',
      'aside.txt',
    ] as const;
    const names = (query: FileNamesQuery) => app.get(FileStates).names(depositor, id, query);
    expect(await names({ limit: 4 })).toEqual({ names: complete, next: null });
    expect(await names({ limit: 3 })).toEqual({ names: complete.slice(0, 3), next: complete[2] });
    expect(await names({ limit: 3, after: complete[2] })).toEqual({ names: complete.slice(3), next: null });
  });

  it('follow the records: changed, replaced, taken for folders, named twice', async () => {
    const id = await withReads(1);
    const runs = async () =>
      JSON.parse(await app.get(RecordsService).list(depositor, id, { type: ['run'], limit: 5 })).items;
    const [run] = await runs();
    await app.get(RecordsService).update(depositor, id, run.id, run.version, {
      details: { forward_file_name: 'folder/other.fastq.gz', reverse_file_md5: 'no md5' },
    });
    expect(brief(await all(id))).toEqual([
      'L-00001_R2.fastq.gz missing run-L-00001_R1.fastq.gz',
      'other.fastq.gz missing run-L-00001_R1.fastq.gz',
    ]);
    expect((await all(id))[0]?.namings[0]?.md5).toBeNull();
    const table =
      'analysis_type\talias\tfile_name\nPROCESSED_READS\tp\tother.fastq.gz\nPROCESSED_READS\tq\tother.fastq.gz\n';
    await upload(id, Buffer.from(table));
    const shared = (await all(id)).find(({ name }) => name === 'other.fastq.gz');
    expect(shared).toMatchObject({
      namedBy: 3,
      namings: [{ type: 'run' }, { alias: 'p', type: 'analysis' }, { alias: 'q' }],
    });
    await upload(id, readsSheet(manyReads(1).map((row) => ({ ...row, forward_file_name: 'b.fastq.gz' }))));
    expect(brief(await all(id))).toEqual([
      'L-00001_R2.fastq.gz missing run-b.fastq.gz',
      'b.fastq.gz missing run-b.fastq.gz',
      'other.fastq.gz missing p,q',
    ]);
  });

  it('are shown to whoever may see the records, and to nobody else', async () => {
    const id = await withReads(1);
    for (const role of ['depositor', 'curator', 'support'] as const) {
      const other = await makeActor(app, role);
      await expect(page(id, {}, other)).rejects.toThrow();
      await expect(app.get(FileStates).counts(other, id)).rejects.toThrow();
      await expect(app.get(FileStates).names(other, id, { limit: 10 })).rejects.toThrow();
    }
  });
});
