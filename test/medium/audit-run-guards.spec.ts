// What the application's role writes of runs over the log is believed by nobody where it says that all is well.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AuditRunGuards1763706800000 } from '../../migrations/1763706800000-audit-run-guards.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { LogRuns } from '../../server/src/audit/runs/log-runs.service.ts';
import { NightlyRuns } from '../../server/src/audit/nightly-runs.ts';
import { PublishedTrust } from '../../server/src/audit/verification/published-trust.ts';
import { verificationRun } from '../../server/src/audit/verification/verification-run.ts';
import type { VerificationView } from '../../server/src/audit/verification/verification.contract.ts';
import { VerificationsService } from '../../server/src/audit/verification/verifications.service.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { eventually } from '../factories/eventually.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
let auditor: Person;
let owner: Client;
let sealer: Client;
beforeAll(async () => {
  await app.worker?.get(NightlyRuns).beforeApplicationShutdown(); // asks after five minutes
  auditor = await app.person('auditor');
  owner = new Client({ connectionString: app.config.DATABASE_MIGRATION_URL });
  sealer = new Client({ connectionString: app.config.DATABASE_SEALER_URL });
  await Promise.all([owner.connect(), sealer.connect()]);
});
afterAll(() => Promise.all([owner.end(), sealer.end()]));

const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.get(DataSource).query(sql, values);
const state = async () => (await app.request('GET', 'audit/verification', { as: auditor })).body;
const trouble = async (): Promise<string> =>
  (await app.request('GET', 'health/ready')).body.checks.audit.detail ?? '';
async function verified(): Promise<VerificationView> {
  await eventually(async () => (await query('SELECT FROM audit_unsealed')).length === 0, 60);
  const { body } = await app.request('POST', 'audit/verification', { as: auditor });
  await eventually(async () => (await state()).last?.id === body.id, 120);
  return (await state()).last;
}
/** A run that nobody works on. */
async function waiting(table: string): Promise<string> {
  const id = randomUUID();
  await query(`INSERT INTO ${table} (id, requested_by, requested_at) VALUES ($1, 'x', now())`, [id]);
  return id;
}
const far = `(now() AT TIME ZONE 'UTC')::date + 2`;

describe.each([
  ['audit_verifications', ['passed', 'damaged', 'failed']],
  ['audit_retention_runs', ['done', 'postponed', 'failed']],
])('%s: the application’s role', (table, ends) => {
  it('asks for no run that has ended, nor for a night that is far away', async () => {
    for (const end of ends)
      await expect(
        query(
          `INSERT INTO ${table} (id, requested_by, requested_at, state, finished_at) VALUES ($1, 'audit', now(), $2, now())`,
          [randomUUID(), end],
        ),
      ).rejects.toThrow(/permission denied/);
    for (const night of [far, `(now() AT TIME ZONE 'UTC')::date - 2`])
      await expect(
        query(
          `INSERT INTO ${table} (id, requested_by, requested_at, night) VALUES ($1, 'audit', now(), ${night})`,
          [randomUUID()],
        ),
      ).rejects.toThrow(/no run over the change log is asked for/);
  });

  it('ends none as if all were well, none without its event, and moves none to another night', async () => {
    const id = await waiting(table);
    for (const end of ends)
      await expect(
        query(`UPDATE ${table} SET state = $2, finished_at = now() WHERE id = $1`, [id, end]),
      ).rejects.toThrow(/the sealer alone says|no event says/);
    for (const set of [`night = ${far}`, `requested_by = 'audit'`, 'requested_at = now()'])
      await expect(query(`UPDATE ${table} SET ${set} WHERE id = $1`, [id])).rejects.toThrow(/is not changed/);
    // Nor does it end in the future, nor without an end.
    await query(`UPDATE ${table} SET state = 'running', finished_at = '2036-01-01' WHERE id = $1`, [id]);
    expect(await query(`SELECT state, finished_at FROM ${table} WHERE id = $1`, [id])).toEqual([
      { state: 'running', finished_at: null },
    ]);
    await owner.query(`DELETE FROM ${table} WHERE id = $1`, [id]);
  });

  it('does not call what the sealer ends runs with', async () => {
    const call =
      table === 'audit_verifications'
        ? `audit_pass_verification($1, '{}', $1, now(), '{}')`
        : `audit_end_retention($1, 'done', NULL, '{}')`;
    await expect(query(`SELECT ${call}`, [randomUUID()])).rejects.toThrow(/permission denied/);
  });
});

it('the sealer’s role passes no run without the event that says so', async () => {
  const id = await waiting('audit_verifications');
  for (const body of [
    '{}',
    JSON.stringify({ id, action: 'audit.verification', facts: { outcome: 'failed' } }),
  ])
    await expect(
      sealer.query(`SELECT audit_pass_verification($1, '{}', $1, now(), $2)`, [id, body]),
    ).rejects.toThrow(/does not say/);
  await owner.query('DELETE FROM audit_verifications WHERE id = $1', [id]);
});

it('a run that reads as passed, and of which no event tells, is not shown, and named', async () => {
  const before = await verified();
  expect(before).toMatchObject({ state: 'passed' });
  expect(await trouble()).not.toContain('no event of the log says');
  const planted = randomUUID();
  for (const finished of [`now() + interval '10 years'`, 'now()']) {
    await owner.query(
      `INSERT INTO audit_verifications (id, requested_by, state, requested_at, finished_at, segments, events, all_events)
       VALUES ('${planted}', 'audit', 'passed', now(), ${finished}, 1, 1, 1)`,
    );
    expect((await state()).last).toEqual(before);
    expect(await trouble()).toContain('a verification reads as ended as no event of the log says');
    const found = await verified();
    expect(found).toMatchObject({
      state: 'damaged',
      place: `verification ${planted}`,
      damage: { places: [{ kind: 'verification', id: planted, reason: { code: 'flaw.run_untold' } }] },
    });
    await owner.query(`DELETE FROM audit_verifications WHERE id = '${planted}'`);
    expect(await verified()).toMatchObject({ state: 'passed' });
    expect(await trouble()).not.toMatch(/no event of the log says|found the log damaged/);
    Object.assign(before, (await state()).last);
  }
});

it('a run whose row was ended meanwhile raises the alarm all the same', async () => {
  const [event] = await query<{ id: string; body: string }>(
    `SELECT id, body FROM audit_events WHERE action = 'user.create' LIMIT 1`,
  );
  const write = async (body: string | undefined) => {
    await owner.query('ALTER TABLE audit_events DISABLE TRIGGER audit_refuse_change');
    await owner.query('UPDATE audit_events SET body = $2 WHERE id = $1', [event?.id, body]);
    await owner.query('ALTER TABLE audit_events ENABLE TRIGGER audit_refuse_change');
  };
  const trust = app.worker?.get(PublishedTrust);
  if (!trust) throw new Error('no worker');
  const load = trust.load.bind(trust);
  let ended = '';
  vi.spyOn(trust, 'load').mockImplementationOnce(async (snapshot) => {
    await app.get(UnitOfWork).run(async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `UPDATE audit_verifications SET state = 'failed' WHERE state = 'running' RETURNING id`,
      );
      ended = row?.id ?? '';
      await app.get(AuditLog).record(tx, systemActor('audit'), verificationRun.abandoned(ended));
    });
    return load(snapshot);
  });
  await write(event?.body.replace('user.create', 'user.creaTe'));
  await app.request('POST', 'audit/verification', { as: auditor });
  const alarms = () =>
    query(`SELECT FROM audit_events WHERE action = 'audit.verification_alarm' AND root_id = $1`, [ended]);
  await eventually(async () => ended !== '' && (await alarms()).length > 0, 120);
  expect(await app.get(LogRuns).get(verificationRun, ended)).toMatchObject({ state: 'failed' });
  expect(await trouble()).toContain('the last verification found the log damaged');
  await write(event?.body);
  expect(await verified()).toMatchObject({ state: 'passed' });
  expect(await trouble()).not.toContain('the last verification found the log damaged');
});

it('nights of years to come that were taken before stand in no run’s way', async () => {
  const migration = new AuditRunGuards1763706800000();
  const runner = { query: (sql: string) => owner.query(sql) } as unknown as QueryRunner;
  await migration.down(runner);
  await query(
    `INSERT INTO audit_verifications (id, night, requested_by, state, requested_at, finished_at)
     SELECT gen_random_uuid(), current_date + n, 'audit', 'failed', now(), now() FROM generate_series(2, 3650) n`,
  );
  await migration.up(runner);
  const [day] = await query<{ night: string }>(
    `SELECT to_char((now() AT TIME ZONE 'UTC')::date + 1, 'YYYY-MM-DD') AS night`,
  );
  const nights = await query<{ night: string }>(
    `SELECT to_char(night, 'YYYY-MM-DD') AS night FROM audit_verifications WHERE night IS NOT NULL`,
  );
  expect(nights.filter(({ night }) => night > (day?.night ?? ''))).toEqual([]);
  // The day after tomorrow is tomorrow's tomorrow: its run is asked for then.
  const today = new Date().toISOString().slice(0, 10);
  await app.get(VerificationsService).requestNightly(today);
  expect(await query('SELECT FROM audit_verifications WHERE night = $1', [today])).toHaveLength(1);
  await eventually(async () => (await state()).current === null, 120);
});
