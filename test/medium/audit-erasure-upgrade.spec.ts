// A database that comes from a release whose erasures waited for nobody: what these left goes, of people whose erasure the
// log knows; and while it comes, others read and write. What transactions see is the same whatever the database sets.
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { beforeEach, expect, inject, it } from 'vitest';
import { closable } from '../../migrations/1763706000000-audit-erasures-closed.ts';
import { leftBehind } from '../../migrations/1763706300000-audit-left-behind.ts';
import { personal } from '../../server/src/audit/audit-event.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { ErasuresService } from '../../server/src/audit/erasure/erasures.service.ts';
import { PersonalValues } from '../../server/src/audit/erasure/personal-values.service.ts';
import { inOneMoment } from '../../server/src/audit/verification/log-moment.ts';
import { verifyLogIn } from '../../server/src/audit/verification/log-verification.ts';
import { PublishedTrust } from '../../server/src/audit/verification/published-trust.ts';
import { type Actor, systemActor } from '../../server/src/platform/access/actor.ts';
import { poolOf } from '../../server/src/platform/database/pool.ts';
import type { Tx } from '../../server/src/platform/database/tx.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { eventually } from '../factories/eventually.ts';
import { useApp } from '../setup/app.ts';
import { byHand } from '../setup/change-recorder.ts';

const app = useApp({ worker: true });
const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.get(DataSource).query(sql, values);
const asOwner = (sql: string) => byHand(app.config.DATABASE_MIGRATION_URL, sql);
let ada: Actor;
beforeEach(() => {
  const id = randomUUID();
  ada = { ...systemActor('x'), type: 'user', id, name: `Ada ${id}` };
});

/** An event with three values of Ada's: her name, twice, and why. */
const record = (tx: Tx) =>
  app.get(AuditLog).record(tx, ada, {
    action: 'user.update',
    target: { type: 'User', id: ada.id, label: personal(ada.name, ada.id) },
    reason: `${ada.name} wanted it`,
  });
const request = () =>
  app.get(UnitOfWork).run(async (tx) => {
    const asked = { id: ada.id, name: ada.name };
    return (await app.get(ErasuresService).request(tx, systemActor('test'), asked, 'asked for it')).id;
  });
const erase = (id: string) => app.get(PersonalValues).erase(id, { fence: () => Promise.resolve() });
const left = async () => [
  ...(await query('SELECT FROM audit_personal_values WHERE person_id = $1', [ada.id])),
  ...(await query('SELECT FROM audit_people WHERE person_id = $1', [ada.id])),
];
const ends = () =>
  query<{ facts: object }>(
    `SELECT body::json -> 'facts' AS facts FROM audit_events WHERE action = 'user.erase' AND target_id = $1 ORDER BY id`,
    [ada.id],
  );
async function verify(): Promise<void> {
  await eventually(async () => (await query('SELECT FROM audit_unsealed')).length === 0, 60);
  await inOneMoment(poolOf(app.get(DataSource)), async (moment) => {
    const trust = await app.get(PublishedTrust).load(moment.others);
    await verifyLogIn(moment, trust, async () => undefined);
  });
}

/** As who wrote while an erasure of an earlier release ended. */
async function leave(): Promise<void> {
  const state = (set: string) => asOwner(`UPDATE audit_erasures SET ${set} WHERE person_id = '${ada.id}'`);
  await state(`state = 'requested', done_at = NULL, closed_at = NULL`);
  await app.get(UnitOfWork).run(record);
  await state(`state = 'done', done_at = now()`);
}

it('what was left goes, is told of once, and the log is whole', async () => {
  const id = await request();
  await erase(id);
  await leave();
  expect(await left()).not.toEqual([]);
  await asOwner(leftBehind);
  await asOwner(leftBehind);
  expect(await left()).toEqual([]);
  const told = (await ends()).map(({ facts }) => facts);
  expect(told).toEqual([
    expect.objectContaining({ erasure: id, values: expect.any(Number) }),
    { erasure: id, valuesLeft: 3 },
  ]);
  expect(await query('SELECT state FROM audit_erasures WHERE id = $1', [id])).toEqual([{ state: 'done' }]);
  await verify();
});

it('nothing goes of somebody of whom a row alone says that they were erased', async () => {
  await app.get(UnitOfWork).run(record);
  const before = await left();
  const planted = randomUUID();
  await asOwner(
    `INSERT INTO audit_erasures (id, person_id, event_id, event_at, requested_by, requested_at, state, done_at)
     VALUES ('${planted}', '${ada.id}', '${planted}', now() - interval '1 day', 'x', now(), 'done', now())`,
  );
  await asOwner(leftBehind);
  expect(await left()).toEqual(before);
  expect(await ends()).toEqual([]);
});

it('nothing goes that a hold keeps', async () => {
  await erase(await request());
  await leave();
  await asOwner(
    `INSERT INTO audit_holds (id, kind, whole, target_id, reason, set_by, set_at)
     VALUES ('${randomUUID()}', 'person', '{${ada.id}}', '${ada.id}', 'x', 'x', now())`,
  );
  await asOwner(leftBehind);
  expect(await left()).not.toEqual([]);
});

it('the column comes while somebody reads the log for long, and holds up nobody who writes', async () => {
  const reader = app.get(DataSource).createQueryRunner();
  await reader.startTransaction();
  await reader.query('SELECT FROM audit_erasures');
  let isThere = false;
  const coming = asOwner(closable).then(() => (isThere = true));
  await eventually(async () => {
    const waiting = `SELECT FROM pg_locks WHERE relation = 'audit_erasures'::regclass AND mode = 'AccessExclusiveLock' AND NOT granted`;
    return (await query(waiting)).length > 0;
  });
  await app.get(UnitOfWork).run(record);
  expect(isThere).toBe(false);
  await reader.commitTransaction();
  await reader.release();
  await coming;
});

it('what the database sets for all transactions is not that of those that write', async () => {
  const name = new URL(app.config.DATABASE_URL).pathname.slice(1);
  await byHand(
    inject('adminUrl'),
    `ALTER DATABASE ${name} SET default_transaction_isolation = 'repeatable read'`,
  );
  const pool = new Pool({
    ...poolOf(app.get(DataSource)).options,
    connectionString: app.config.DATABASE_URL,
  });
  try {
    const { rows } = await pool.query('SHOW transaction_isolation');
    expect(rows).toEqual([{ transaction_isolation: 'read committed' }]);
  } finally {
    await pool.end();
  }
});
