// The demo data as a first start makes it: what a newcomer finds on the pages of files, reads and analyses.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedAccounts } from '../../seeds/accounts.ts';
import { seedChecklists } from '../../seeds/checklists.ts';
import { Demo } from '../../seeds/demo/demo.ts';
import { scenes } from '../../seeds/demo/script.ts';
import { isSeeded } from '../../seeds/is-seeded.ts';
import { actorOf } from '../../server/src/auth/auth.service.ts';
import { FilesService } from '../../server/src/files/files.service.ts';
import { type Actor, nowhere } from '../../server/src/platform/access/actor.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { RecordsService } from '../../server/src/submissions/records.service.ts';
import { SubmissionsService } from '../../server/src/submissions/submissions.service.ts';
import type { FileStateView } from '../../server/src/submissions/uploads/file-state.contract.ts';
import { FileStates } from '../../server/src/submissions/uploads/file-states.service.ts';
import { User } from '../../server/src/users/user.entity.ts';
import { md5Of } from '../factories/files.ts';
import { useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
let made = 0;

beforeAll(async () => {
  const { worker } = app;
  if (!worker) throw new Error('the demo data needs a worker');
  // As the seed does: the people and checklists were there before the deposits.
  worker.get(Clock).standAt(new Date(Date.now() - 30 * 86_400_000));
  await seedChecklists(worker);
  await seedAccounts(worker);
  made = await new Demo(worker).play(() => undefined);
}, 300_000);

async function person(name: string): Promise<Actor> {
  const user = await app
    .get(DataSource)
    .getRepository(User)
    .findOneByOrFail({ email: `${name}@example.org` });
  return actorOf(user, null, nowhere);
}

/** The id of the submission that a study of this prefix came in by. */
async function submissionOf(prefix: string): Promise<string> {
  const rows: { id: string }[] = await app
    .get(DataSource)
    .query(`SELECT DISTINCT submission_id AS id FROM records WHERE alias = $1`, [`${prefix}-001`]);
  expect(rows).toHaveLength(1);
  return rows[0]?.id ?? '';
}

async function filesOf(as: Actor, id: string): Promise<FileStateView[]> {
  return JSON.parse(await app.get(FileStates).list(as, id, { limit: 500 })).items;
}

async function aliasesOf(as: Actor, id: string, type: 'experiment' | 'run' | 'analysis'): Promise<string[]> {
  const { items } = JSON.parse(await app.get(RecordsService).list(as, id, { type: [type], limit: 500 }));
  return items.map(({ alias }: { alias: string }) => alias);
}

describe('the submitted one with reads', () => {
  it('has all files, experiments, runs and an analysis, and shows them to a curator', async () => {
    const id = await submissionOf('AY');
    const curator = await person('curator');
    expect(await app.get(SubmissionsService).get(curator, id)).toMatchObject({
      status: 'submitted',
      errorCount: 0,
    });
    expect(await aliasesOf(curator, id, 'experiment')).toEqual(['exp-AY-001-WGS', 'exp-AY-002-WGS']);
    expect(await aliasesOf(curator, id, 'run')).toEqual(['run-AY-001-WGS', 'run-AY-002-WGS']);
    expect(await aliasesOf(curator, id, 'analysis')).toEqual(['AY-variants']);
    expect((await filesOf(curator, id)).map(({ name, state }) => `${name} ${state}`)).toEqual([
      'AY-001-WGS_R1.fastq.gz verified',
      'AY-001-WGS_R2.fastq.gz verified',
      'AY-002-WGS_R1.fastq.gz verified',
      'AY-002-WGS_R2.fastq.gz verified',
      'AY_cohort.vcf.gz verified',
    ]);
  });

  it('has the bytes of every file in the store', async () => {
    const files = await filesOf(await person('curator'), await submissionOf('AY'));
    for (const { file } of files) {
      const chunks = await (await app.get(FilesService).open(file?.id ?? '')).toArray();
      const bytes = Buffer.concat(chunks as Buffer[]);
      expect(bytes.subarray(0, 2).toString('hex')).toBe('1f8b');
      expect(md5Of(bytes)).toBe(file?.md5);
    }
  });
});

describe('the draft with reads', () => {
  it('lacks one file, has another with a differing MD5, and says so in its findings', async () => {
    const id = await submissionOf('GL');
    const depositor = await person('depositor');
    expect((await app.get(SubmissionsService).get(depositor, id)).status).toBe('draft');
    expect(await app.get(FileStates).counts(depositor, id)).toEqual({
      counts: { missing: 1, unfinished: 0, checking: 0, verified: 5, differs: 1, rejected: 0 },
      named: { count: 7, verified: 5 },
    });
    const states = (await filesOf(depositor, id)).filter(({ state }) => state !== 'verified');
    expect(states.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'GL-002-WGS_R2.fastq.gz missing',
      'GL-003-WGS_R2.fastq.gz differs',
    ]);
    const { items } = JSON.parse(await app.get(RecordsService).findings(depositor, id, { limit: 500 }));
    expect(items.map(({ rule, alias }: { rule: string; alias: string }) => `${rule} ${alias}`)).toEqual([
      'file.missing run-GL-002-WGS',
      'file.md5_differs run-GL-003-WGS',
    ]);
  });
});

it('every file came with its events: begun and completed by its owner, verified by the worker', async () => {
  const rows: { actions: string[]; people: string[] }[] = await app.get(DataSource).query(
    `SELECT (SELECT array_agg(action ORDER BY action) FROM audit_events WHERE target_id = f.id::text) AS actions,
            (SELECT array_agg(actor_id = f.owner_id::text ORDER BY action) FROM audit_events WHERE target_id = f.id::text) AS people
       FROM files f`,
  );
  expect(rows).toHaveLength(11);
  for (const row of rows)
    expect(row).toEqual({
      actions: ['file.verify', 'upload.begin', 'upload.complete'],
      people: [false, true, true],
    });
});

it('sent each request to ENA before ENA answered it', async () => {
  const requests: { sentAt: Date; finishedAt: Date }[] = await app
    .get(DataSource)
    .query(`SELECT sent_at AS "sentAt", finished_at AS "finishedAt" FROM ena_attempts`);
  expect(requests.length).toBeGreaterThan(0);
  for (const { sentAt, finishedAt } of requests)
    expect(sentAt.getTime()).toBeLessThanOrEqual(finishedAt.getTime());
});

it('is made once', async () => {
  expect(made).toBe(scenes.length);
  expect(await isSeeded(app.config.DATABASE_URL, true)).toBe(true);
  const counts = () =>
    app
      .get(DataSource)
      .query(
        `SELECT (SELECT count(*) FROM submissions) AS submissions, (SELECT count(*) FROM files) AS files`,
      );
  const before = await counts();
  expect(await new Demo(app.api).play(() => undefined)).toBe(0);
  expect(await counts()).toEqual(before);
});

it('does not bring back an account that is gone', async () => {
  const database = app.get(DataSource);
  const accounts = () => database.query('SELECT count(*)::int AS accounts FROM users');
  const before = await accounts();
  await database.query(`UPDATE users SET email = 'gone@example.org' WHERE email = 'depositor2@example.org'`);
  try {
    expect(await isSeeded(app.config.DATABASE_URL, true)).toBe(true);
    if (app.worker) await seedAccounts(app.worker);
    expect(await accounts()).toEqual(before);
  } finally {
    await database.query(
      `UPDATE users SET email = 'depositor2@example.org' WHERE email = 'gone@example.org'`,
    );
  }
});
