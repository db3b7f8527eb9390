// An erasure begins and ends with the event that says so: what the application's role writes beside the log makes nobody
// erased, and keeps nobody from being.
import { randomUUID } from 'node:crypto';
import { DataSource, type QueryRunner } from 'typeorm';
import { expect, it } from 'vitest';
import { AuditErasureGuards1763706810000 } from '../../migrations/1763706810000-audit-erasure-guards.ts';
import { ErasureHealth } from '../../server/src/audit/erasure/erasure-health.ts';
import { PersonalValues } from '../../server/src/audit/erasure/personal-values.service.ts';
import { inOneMoment } from '../../server/src/audit/verification/log-moment.ts';
import { verifyLogIn } from '../../server/src/audit/verification/log-verification.ts';
import { PublishedTrust } from '../../server/src/audit/verification/published-trust.ts';
import { Found } from '../../server/src/audit/verifier/verdict.ts';
import { poolOf } from '../../server/src/platform/database/pool.ts';
import { Erasing } from '../factories/audit-erasing.ts';
import { eventually } from '../factories/eventually.ts';
import { useApp } from '../setup/app.ts';
import { byHand } from '../setup/change-recorder.ts';

const app = useApp({ worker: true });
const erasing = Erasing.use(app);
const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> => erasing.query(sql, values);
const asOwner = (sql: string) => byHand(app.config.DATABASE_MIGRATION_URL, sql);
const troubles = async () => (await app.get(ErasureHealth).troubles()).map(({ code }) => code);
const erase = (id: string) => app.get(PersonalValues).erase(id, { fence: () => Promise.resolve() });

/** @returns the first bad place, and what is wrong there; null for a whole log */
async function flaw(): Promise<string | null> {
  await eventually(async () => (await query('SELECT FROM audit_unsealed')).length === 0, 60);
  try {
    await inOneMoment(poolOf(app.get(DataSource)), async (moment) => {
      const trust = await app.get(PublishedTrust).load(moment.others);
      await verifyLogIn(moment, trust, async () => undefined);
    });
    return null;
  } catch (error) {
    if (error instanceof Found) return `${error.flaw.place}: ${error.flaw.says}`;
    throw error;
  }
}

/** As the owner of the tables can, and whoever had the application's role before this release. */
async function plant(personId: string): Promise<string> {
  const id = randomUUID();
  await asOwner(
    `INSERT INTO audit_erasures (id, person_id, event_id, event_at, requested_by, requested_at, state, done_at)
     VALUES ('${id}', '${personId}', '${randomUUID()}', '9998-01-01', 'x', now(), 'done', '9998-01-01')`,
  );
  return id;
}

/** As nobody does but the request. @returns the id of the row that no event asked for */
async function adopted(personId: string): Promise<string | null> {
  const [row] = await query<{ id: string | null }>(
    `SELECT audit_adopt_erasure($1, gen_random_uuid(), now(), 'x', now()) AS id`,
    [personId],
  );
  return row?.id ?? null;
}

it('no row comes without the event that asks for it, and none that has ended', async () => {
  const { person } = await erasing.depositor();
  await expect(
    query(
      `INSERT INTO audit_erasures (id, person_id, event_id, event_at, requested_by, requested_at) VALUES ($1, $2, $1, now(), 'x', now())`,
      [randomUUID(), person.id],
    ),
  ).rejects.toThrow(/no event of the change log says/);
  await expect(
    query(
      `INSERT INTO audit_erasures (id, person_id, event_id, event_at, requested_by, requested_at, state, done_at)
       VALUES ($1, $2, $1, now(), 'x', now(), 'done', now())`,
      [randomUUID(), person.id],
    ),
  ).rejects.toThrow(/permission denied/);
  expect((await erasing.erase(person)).status).toBeLessThan(300);
});

it('none is done while the log has anything of the person, nor without the event that says so', async () => {
  const { person } = await erasing.depositor();
  const { id } = (await erasing.erase(person)).body;
  const done = (set = '') =>
    query(`UPDATE audit_erasures SET state = 'done', done_at = '9998-01-01'${set} WHERE id = $1`, [id]);
  await expect(done()).rejects.toThrow(/is not done/);
  await expect(done(', closed_at = now()')).rejects.toThrow(/still has of the person/);
  const months = await query<{ month: string }>(
    `SELECT DISTINCT to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-01') AS month FROM audit_personal_values WHERE person_id = $1`,
    [person.id],
  );
  for (const { month } of months)
    await query('UPDATE audit_erasures SET events = events + audit_erase($1, $2::date) WHERE id = $1', [
      id,
      month,
    ]);
  await expect(done(', closed_at = now()')).rejects.toThrow(/no event of the change log says/);
  expect(await erasing.erasureOf(person)).toMatchObject({ state: 'requested', doneAt: null });
  await erase(id);
  expect(await erasing.erasureOf(person)).toMatchObject({ state: 'done' });
  for (const set of [`state = 'requested', done_at = NULL`, `done_at = '9998-01-01'`, 'events = 0'])
    await expect(query(`UPDATE audit_erasures SET ${set} WHERE id = $1`, [id])).rejects.toThrow(
      /append-only/,
    );
  expect(await flaw()).toBeNull();
});

it('one that reads as done, and of whose end no event tells, is named', async () => {
  const { person } = await erasing.depositor();
  const { id } = (await erasing.erase(person)).body;
  await asOwner(`UPDATE audit_erasures SET state = 'done', done_at = now() WHERE id = '${id}'`);
  expect(await flaw()).toBe(`erasure ${id}: it reads as done, and no event of the log says that it ended`);
  await asOwner(`UPDATE audit_erasures SET state = 'requested', done_at = NULL WHERE id = '${id}'`);
  await erase(id);
  expect(await flaw()).toBeNull();
});

it('one that nobody asked for is told of, breaks no export, and becomes the one that somebody asks for', async () => {
  const { person } = await erasing.depositor();
  expect(await troubles()).toEqual([]);
  const planted = await plant(person.id);
  expect(await troubles()).toEqual(['erasure_unasked']);
  expect(await flaw()).toBe(`erasure ${planted}: no event of the log asks for this erasure`);
  const page = () => app.request('GET', `users/${person.id}/erasure`, { as: erasing.auditor });
  expect((await page()).status).toBe(404);
  const { status, text } = await app.request('GET', 'audit/export?format=jsonl', { as: erasing.auditor });
  expect(status).toBe(200);
  expect(text.trimEnd().split('\n').at(-1)).toContain('manifest');

  const { status: asked, body } = await erasing.erase(person);
  expect(asked).toBeLessThan(300);
  expect(body).toMatchObject({
    id: planted,
    state: 'requested',
    doneAt: null,
    requestedBy: erasing.admin.id,
  });
  await erase(body.id);
  expect((await page()).body).toMatchObject({ id: body.id, state: 'done' });
  expect(await troubles()).toEqual([]);
  expect(await flaw()).toBeNull();
});

it('one that somebody asked for stays as it is', async () => {
  const { person } = await erasing.depositor();
  const { id } = (await erasing.erase(person)).body;
  expect(await adopted(person.id)).toBeNull();
  expect(await erasing.erasureOf(person)).toMatchObject({ id, state: 'requested' });
});

it('the guards come and go', async () => {
  const migration = new AuditErasureGuards1763706810000();
  const runner = { query: (sql: string) => asOwner(sql) } as unknown as QueryRunner;
  await migration.down(runner);
  const id = randomUUID();
  await query(
    `INSERT INTO audit_erasures (id, person_id, event_id, event_at, requested_by, requested_at) VALUES ($1, $2, $1, now(), 'x', now())`,
    [id, id],
  );
  await migration.up(runner);
  expect(await adopted(id)).toBe(id);
  await asOwner(`DELETE FROM audit_erasures WHERE id = '${id}'`);
});
