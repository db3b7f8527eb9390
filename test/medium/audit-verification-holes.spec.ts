// What is slipped into a log beside what was sealed: events with numbers that no event has, rows of values that open
// nothing of theirs, and what is kept beside leaves and segments. Each agrees with itself, and must be found all the same.
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf } from '../../server/src/audit/audit-body.ts';
import { personal } from '../../server/src/audit/audit-event.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { Snapshot } from '../../server/src/audit/exporting/snapshot.ts';
import { monthAfter } from '../../server/src/audit/archive/retained-month.ts';
import { leafHash } from '../../server/src/audit/sealing/merkle.ts';
import { inOneMoment } from '../../server/src/audit/verification/log-moment.ts';
import { verifyLogIn } from '../../server/src/audit/verification/log-verification.ts';
import { PublishedTrust } from '../../server/src/audit/verification/published-trust.ts';
import { type Actor, systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { poolOf } from '../../server/src/platform/database/pool.ts';
import { eventually } from '../factories/eventually.ts';
import { useLeavingLog } from '../factories/leaving-log.ts';
import { monthOfFile } from '../factories/month-of-file.ts';
import { useApp } from '../setup/app.ts';

const app = useApp({ worker: true, env: { AUDIT_RETENTION_MONTHS: '2' } });
const log = useLeavingLog(app);
const { query, sealed } = log;
const thisMonth = monthOfFile();
const leaving = monthAfter(thisMonth, -4);
const staying = monthAfter(thisMonth, -2);
const tables = ['audit_events', 'audit_personal_values', 'audit_leaves', 'audit_segments'];
const ada: Actor = {
  ...systemActor('x'),
  type: 'user',
  id: randomUUID(),
  name: 'Ada Lovelace',
  roles: ['curator'],
  origin: { requestId: 'r', address: '192.0.2.7', client: 'b' },
};

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Events of several months in one transaction, and so in one segment. */
async function wrote(...months: string[]): Promise<void> {
  await app.get(UnitOfWork).run(async (tx) => {
    for (const [index, month] of months.entries()) {
      app.get(Clock).standAt(new Date(`${month}-28T10:00:0${index}Z`));
      await app.get(AuditLog).record(tx, ada, {
        action: 'submission.update',
        target: { type: 'Submission', id: randomUUID(), label: personal(month, ada.id) },
        reason: 'because',
      });
    }
    app.get(Clock).standAt(undefined);
  });
  await sealed();
}

beforeAll(async () => {
  await log.begin([leaving, staying]);
  await wrote(leaving, leaving, staying);
  await wrote(leaving, staying, staying);
});

/** As who owns the tables can. */
async function byHand(...statements: string[]): Promise<void> {
  const all = (what: string) => tables.map((table) => `ALTER TABLE ${table} ${what} TRIGGER USER`).join(';');
  await log.owner.query(['BEGIN', all('DISABLE'), ...statements, all('ENABLE'), 'COMMIT'].join(';'));
}

const master = () => poolOf(app.get(DataSource));

/** @param most as `verifyLogIn` has it: with few the log is read in many parts */
async function flaw(most?: number): Promise<string | null> {
  try {
    await inOneMoment(master(), async (moment) => {
      await verifyLogIn(
        moment,
        await app.get(PublishedTrust).load(moment.others),
        async () => undefined,
        most,
      );
    });
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

const undo: string[] = [];
afterEach(async () => {
  if (undo.length > 0) await byHand(...undo.splice(0).reverse());
  expect(await flaw()).toBeNull();
});

/** An event that never happened, with its own leaf: the two agree. */
async function slipIn(seq: number, segment: number): Promise<void> {
  const now = new Date();
  const id = uuidv7({ msecs: now.getTime() });
  const { body } = bodyOf(id, now, systemActor('nobody'), {
    action: 'submission.approve',
    target: { type: 'Submission', id: 'S', label: 'never happened' },
  });
  const key = `${quoted(now.toISOString())}, '${id}'`;
  undo.push(
    `DELETE FROM audit_events WHERE id = '${id}'`,
    `DELETE FROM audit_leaves WHERE event_id = '${id}'`,
  );
  await byHand(
    `INSERT INTO audit_events (occurred_at, id, action, actor_type, actor_id, target_type, target_id, root_type, root_id, request_id, body)
     SELECT ${key}, 'submission.approve', 'system', 'nobody', 'Submission', 'S', 'Submission', 'S', ${quoted(body)}::json ->> 'requestId', ${quoted(body)}`,
    `INSERT INTO audit_leaves VALUES (${key}, ${seq}, ${segment}, '\\x${leafHash(body).toString('hex')}', '\\x')`,
  );
}

describe('an event that was slipped in with its leaf', () => {
  it.each([0, -1])('under the number %i is refused by the database, and found without that', async (seq) => {
    await expect(slipIn(seq, 1)).rejects.toThrow('audit_leaves_seq_check');
    await log.owner.query('ROLLBACK');
    await log.owner.query('ALTER TABLE audit_leaves DROP CONSTRAINT audit_leaves_seq_check');
    await slipIn(seq, 1);
    const says = await flaw();
    await byHand(...undo.splice(0));
    await log.owner.query('ALTER TABLE audit_leaves ADD CONSTRAINT audit_leaves_seq_check CHECK (seq > 0)');
    expect(says).toContain(`event ${seq}: has a number that no event of a log has`);
  });

  it('under the number of another', async () => {
    await slipIn(2, 1);
    expect(await flaw()).toMatch(/^event 2: event 2 of the log stands here again/);
  });
});

describe('a row of values', () => {
  let id = '';
  const ofAda = () =>
    query<{ id: string; label: string }>(
      `SELECT id, body::json #>> '{target,label,$personal}' AS label FROM audit_events WHERE actor_id = $1 ORDER BY id DESC LIMIT 1`,
      [ada.id],
    );
  /** As the application itself could. */
  async function added(person: string, opened: string, reason: string | null, event = id): Promise<void> {
    undo.push(`DELETE FROM audit_personal_values WHERE person_id = ${quoted(person)}`);
    await query(
      `INSERT INTO audit_personal_values (event_id, occurred_at, person_id, opened, reason)
       SELECT $1, occurred_at, $2, $3::jsonb, $4 FROM audit_events WHERE id = $5`,
      [event, person, opened, reason, id],
    );
  }
  beforeAll(async () => {
    id = (await ofAda())[0]?.id ?? '';
  });

  it.each([undefined, 10])('that opens nothing and states a reason (%s)', async (most) => {
    await added('nobody', '{}', 'as if');
    expect(await flaw(most)).toBe(
      `event ${id}: the reason or address that it is found by is not the one that was sealed`,
    );
  });

  it.each([undefined, 10])('of an event that is not there (%s)', async (most) => {
    const event = uuidv7();
    await added('nobody', '{}', 'as if', event);
    expect(await flaw(most)).toBe(`event ${event}: has personal values, and is not there`);
  });

  it('that opens what is open', async () => {
    const [row] = await query<{ opened: object }>(
      'SELECT opened FROM audit_personal_values WHERE event_id = $1',
      [id],
    );
    await added('nobody', JSON.stringify(row?.opened), null);
    expect(await flaw()).toMatch(new RegExp(`^event ${id}: `));
  });
});

describe('what is kept beside', () => {
  it('a leaf: its segment', async () => {
    const where = 'WHERE seq = 2';
    const [row] = await query<{ was: number }>(`SELECT segment::int AS was FROM audit_leaves ${where}`);
    undo.push(`UPDATE audit_leaves SET segment = ${row?.was} ${where}`);
    await byHand(`UPDATE audit_leaves SET segment = 77777 ${where}`);
    expect(await flaw()).toBe(`event 2: is said to lie in segment 77777, and lies in segment ${row?.was}`);
  });

  it.each([
    ['hash', 'the hash that is kept of it is not its own'],
    ['frontier', 'the tree that is kept of it is not that of the segments up to it'],
  ])('a segment: its %s', async (column, says) => {
    const [row] = await query<{ was: string }>(
      `SELECT encode(${column}, 'hex') AS was FROM audit_segments WHERE number = 1`,
    );
    undo.push(`UPDATE audit_segments SET ${column} = '\\x${row?.was}' WHERE number = 1`);
    await byHand(`UPDATE audit_segments SET ${column} = sha256('x') WHERE number = 1`);
    expect(await flaw()).toBe(`segment 1: ${says}`);
  });
});

it('a month cannot be dropped once the moment has been taken in which the log is read', async () => {
  const held = () =>
    query<{ name: string }>(
      `SELECT DISTINCT c.relname AS name FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
        WHERE l.mode = 'AccessShareLock' AND l.granted AND l.pid <> pg_backend_pid() AND c.relname = ANY ($1) ORDER BY 1`,
      [tables.slice(0, 3).map((table) => `${table}_${leaving.replace('-', '')}`)],
    );
  await eventually(async () => (await held()).length === 0);
  const snapshot = await Snapshot.open(master());
  expect((await held()).length).toBe(3);
  await snapshot.close();
});

describe('once a month has left', () => {
  beforeAll(async () => {
    expect(await log.run()).toMatchObject({ state: 'done', months: [leaving] });
    await sealed();
  });

  it('an event in its place, of no segment', async () => {
    await slipIn(1, 999_999);
    expect(await flaw()).toContain('event 1: lies in segment 999999, which is not there');
  });

  it('an event under the number of one that remains', async () => {
    const [row] = await query<{ seq: number; segment: number }>(
      'SELECT seq::int AS seq, segment::int AS segment FROM audit_leaves WHERE segment <= (SELECT max(last_segment) FROM audit_retentions) ORDER BY seq LIMIT 1',
    );
    await slipIn(row?.seq ?? 0, row?.segment ?? 0);
    expect(await flaw()).toMatch(new RegExp(`^event ${row?.seq}: `));
  });
});

// Pseudonyms before "erased" in the alphabet, and after it.
it.each(['0', 'f'])(
  'a row that reads as erased by an erasure that there was, beside a value of %s…',
  async (first) => {
    const owner = { ...ada, id: first + randomUUID().slice(1) };
    const person = await app.person('depositor');
    const admin = await app.person('admin');
    const { body } = await app.request('GET', `users/${person.id}`, { as: admin });
    const { status } = await app.request('POST', `users/${person.id}/erasure`, {
      as: admin,
      ifMatch: body.version,
      body: { reason: 'asked' },
    });
    expect(status).toBeLessThan(300);
    await sealed();
    expect(await flaw()).toBeNull();
    app.get(Clock).standAt(new Date(Date.now() + 120_000));
    const later = await app.get(UnitOfWork).run((tx) =>
      app.get(AuditLog).record(tx, owner, {
        action: 'submission.approve',
        target: { type: 'Submission', id: 'S', label: personal('The label', owner.id) },
      }),
    );
    app.get(Clock).standAt(undefined);
    await sealed();
    const [erasure] = await query<{ id: string }>('SELECT id FROM audit_erasures WHERE person_id = $1', [
      person.id,
    ]);
    undo.push(
      `DELETE FROM audit_personal_values WHERE person_id = 'erased ${erasure?.id}' AND event_id = '${later}'`,
    );
    await query(
      `INSERT INTO audit_personal_values (event_id, occurred_at, person_id, opened)
     SELECT id, occurred_at, $2, jsonb_build_object(body::json #>> '{target,label,$personal}', '{"erased": "2026-01-01"}'::jsonb)
       FROM audit_events WHERE id = $1`,
      [later, `erased ${erasure?.id}`],
    );
    const says = `event ${later}: something opens what it was not committed to, or a second time`;
    expect(await flaw()).toBe(says);
    expect(await flaw(1)).toBe(says);
  },
);
