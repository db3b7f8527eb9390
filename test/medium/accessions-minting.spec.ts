// Accessions: no gap, no duplicate, no reuse, whatever happens at the same time.
import { Readable } from 'node:stream';
import fc from 'fast-check';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { isAccession } from '../../server/src/accessions/accession-number.ts';
import { Minting } from '../../server/src/accessions/minting.ts';
import type { Actor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { SheetsService } from '../../server/src/submissions/sheets.service.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { SubmissionTransitions } from '../../server/src/submissions/submission-transitions.service.ts';
import { SubmissionsService } from '../../server/src/submissions/submissions.service.ts';
import { makeActor } from '../factories/actors.ts';
import { sample, samples, sheet } from '../factories/sheets.ts';
import { study } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Actor;
let curator: Actor;
let database: DataSource;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = await makeActor(app, 'depositor');
  curator = await makeActor(app, 'curator');
  database = app.get(DataSource);
});

type Row = { accession: string; kind: string; number: string; alias: string; title: string };
const accessionsOf = (id: string): Promise<Row[]> =>
  database.query(
    'SELECT accession, kind, number, alias, title FROM accessions WHERE submission_id = $1 ORDER BY kind, number',
    [id],
  );

async function upload({ id }: { id: string }, bytes: Buffer): Promise<SubmissionView> {
  const { version } = await app.get(SubmissionsService).get(depositor, id);
  return app.get(SheetsService).upload(depositor, id, version, 'a.tsv', Readable.from([bytes]));
}

async function go(
  { id }: { id: string },
  actor: Actor,
  command: 'submit' | 'claim' | 'approve' | 'revise',
): Promise<SubmissionView> {
  const { version } = await app.get(SubmissionsService).get(actor, id);
  return app.get(SubmissionTransitions).transition(actor, id, version, command, 'For a reason.');
}

async function inReview(bytes: Buffer): Promise<SubmissionView> {
  const draft = await app
    .get(SubmissionsService)
    .create(depositor, { ...study(), checklist: 'ERC000011' } as never);
  await upload(draft, bytes);
  await go(draft, depositor, 'submit');
  return go(draft, curator, 'claim');
}

/** Submitted again with these aliases, and approved. */
async function approveAgain(submission: { id: string }, aliases: readonly string[]): Promise<Row[]> {
  await go(submission, depositor, 'revise');
  await upload(submission, sheet({ samples: aliases.map((alias) => sample(alias)) }));
  await go(submission, depositor, 'submit');
  await go(submission, curator, 'claim');
  await go(submission, curator, 'approve');
  return accessionsOf(submission.id);
}

/** Numbers of a kind are 1, 2, 3 … and the counter stands at the last. */
async function expectWithoutGaps(): Promise<void> {
  const kinds = await database.query(
    `SELECT c.kind, c.last::int, count(a.*)::int AS minted, coalesce(max(a.number), 0)::int AS highest, count(DISTINCT a.number)::int AS numbers
       FROM accession_counters c LEFT JOIN accessions a USING (kind) GROUP BY c.kind, c.last`,
  );
  for (const { kind, last, minted, highest, numbers } of kinds)
    expect({ kind, last, minted, highest, numbers }).toEqual({
      kind,
      last,
      minted: last,
      highest: last,
      numbers: last,
    });
}

const mintable = (kind: 'project' | 'sample' | 'run', alias: string) => ({
  kind,
  alias,
  title: alias,
  description: '',
  taxonId: null,
  scientificName: null,
});

describe('approvals at the same time', () => {
  it('mint without gap, duplicate or deadlock: twenty at once, of different sizes', async () => {
    const waiting: SubmissionView[] = [];
    for (let n = 0; n < 20; n++)
      waiting.push(await inReview(sheet({ samples: samples(1 + ((n * 7) % 50)) })));
    const approved = await Promise.all(waiting.map((one) => go(one, curator, 'approve')));
    for (const [index, { id, sampleCount }] of approved.entries()) {
      const minted = await accessionsOf(id);
      expect(minted).toHaveLength(sampleCount + 1);
      for (const { accession } of minted) expect(isAccession(accession, 'SQDB')).toBe(true);
      // One block each: the samples of a submission stand together.
      const numbers = minted.filter(({ kind }) => kind === 'sample').map(({ number }) => Number(number));
      expect(Math.max(...numbers) - Math.min(...numbers), `submission ${index}`).toBe(sampleCount - 1);
    }
    await expectWithoutGaps();
  });

  it('give numbers back when they fail, however many and whenever', async () => {
    const before = await database.query('SELECT kind, last FROM accession_counters ORDER BY kind');
    const context = {
      submissionId: '01900000-0000-7000-8000-000000000001',
      ownerId: depositor.id,
      holdDate: null,
      submittedAt: new Date(),
      at: new Date(),
    };
    const attempts = Array.from({ length: 12 }, (_, n) =>
      app.get(UnitOfWork).run(async (tx) => {
        const kinds =
          n % 2 ? (['run', 'sample', 'project'] as const) : (['project', 'sample', 'run'] as const);
        await app.get(Minting).mint(
          tx,
          kinds.map((kind) => mintable(kind, `${kind} ${n}`)),
          context,
        );
        throw new Error('something after it failed');
      }),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await database.query('SELECT kind, last FROM accession_counters ORDER BY kind')).toEqual(before);
    await expectWithoutGaps();
  });
});

describe('approval of a later revision', () => {
  it('keeps accessions by alias, mints for new ones alone, and none is ever lost or used again', async () => {
    const alias = fc.constantFrom('A', 'B', 'C', 'D', 'E');
    const revision = fc.uniqueArray(alias, { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(revision, { minLength: 2, maxLength: 4 }), async ([first = [], ...later]) => {
        const submission = await inReview(sheet({ samples: first.map((one) => sample(one)) }));
        await go(submission, curator, 'approve');
        let known = await accessionsOf(submission.id);
        for (const aliases of later) {
          const now = await approveAgain(submission, aliases);
          const byAlias = new Map(now.map((row) => [`${row.kind} ${row.alias}`, row.accession]));
          for (const { kind, alias: name, accession } of known)
            expect(byAlias.get(`${kind} ${name}`)).toBe(accession);
          const all = new Set([
            ...known.filter(({ kind }) => kind === 'sample').map((row) => row.alias),
            ...aliases,
          ]);
          expect(now).toHaveLength(1 + all.size);
          known = now;
        }
        await expectWithoutGaps();
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  it('brings what the landing pages show up to date', async () => {
    const submission = await inReview(sheet({ samples: [sample('A')] }));
    await go(submission, curator, 'approve');
    await go(submission, depositor, 'revise');
    const { version } = await app.get(SubmissionsService).get(depositor, submission.id);
    await app
      .get(SubmissionsService)
      .update(depositor, submission.id, version, { title: 'A better title of the same study' });
    await upload(submission, sheet({ samples: [sample('A', { sample_title: 'A better title' })] }));
    expect((await accessionsOf(submission.id)).map(({ title }) => title)).toEqual([
      study().title,
      'Potato leaf A',
    ]);
    await go(submission, depositor, 'submit');
    await go(submission, curator, 'claim');
    await go(submission, curator, 'approve');
    expect((await accessionsOf(submission.id)).map(({ title }) => title)).toEqual([
      'A better title of the same study',
      'A better title',
    ]);
  });
});

describe("the application's database role", () => {
  const refused = [
    `DELETE FROM accessions`,
    `DELETE FROM accession_counters`,
    `INSERT INTO accession_counters (kind) VALUES ('study')`,
    `UPDATE revisions SET title = 'x'`,
    `DELETE FROM revisions`,
    `UPDATE revision_records SET title = 'x'`,
    `DELETE FROM revision_records`,
    `TRUNCATE accessions CASCADE`,
    `DELETE FROM ena_attempts`,
    `ALTER TABLE accessions DISABLE TRIGGER ALL`,
  ];
  it.each(refused)('cannot: %s', async (sql) => {
    const client = new pg.Client(app.config.DATABASE_URL);
    await client.connect();
    try {
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.end();
    }
  });

  it('cannot turn an accession into another one', async () => {
    const submission = await inReview(sheet({ samples: [sample('A')] }));
    await go(submission, curator, 'approve');
    for (const change of [
      `accession = 'SQDBS0000000000'`,
      `number = number + 1000`,
      `kind = 'run'`,
      `alias = 'other'`,
      `submission_id = gen_random_uuid()`,
      `minted_at = now()`,
    ])
      await expect(
        database.query(`UPDATE accessions SET ${change} WHERE submission_id = $1`, [submission.id]),
        change,
      ).rejects.toMatchObject({ code: '42501' });
  });

  it('cannot set a counter back', async () => {
    await expect(
      database.query(`UPDATE accession_counters SET last = last - 1 WHERE kind = 'sample'`),
    ).rejects.toThrow(/never goes back/);
  });
});
