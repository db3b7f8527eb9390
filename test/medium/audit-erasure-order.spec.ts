// Nothing of a person who is erased is left in clear, whatever the order of commits, clocks and retries: neither from a
// transaction that began before the request and ends after the erasure, nor from a clock that lags.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { DataSource, type QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personal } from '../../server/src/audit/audit-event.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { ErasuresService } from '../../server/src/audit/erasure/erasures.service.ts';
import { OpenWriters } from '../../server/src/audit/erasure/open-writers.ts';
import { PersonalValues } from '../../server/src/audit/erasure/personal-values.service.ts';
import { verifyExport } from '../../server/src/audit/verifier/verify-export.ts';
import { type Actor, systemActor } from '../../server/src/platform/access/actor.ts';
import { Tx } from '../../server/src/platform/database/tx.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Postponed } from '../../server/src/platform/queue/task-handlers.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { eventually } from '../factories/eventually.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
const folder = mkdtempSync(join(tmpdir(), 'seqdb-order-'));
afterAll(() => rmSync(folder, { recursive: true }));
let auditor: Person;
beforeAll(async () => {
  auditor = await app.person('auditor');
});

const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.get(DataSource).query(sql, values);
const minute = 60_000;

/** Somebody of whom only the log knows. */
type Erasable = { actor: Actor; name: string };
function somebody(): Erasable {
  const id = randomUUID();
  const name = `Ada ${id}`;
  const origin = { requestId: 'r', address: '192.0.2.9', client: `browser of ${name}` };
  return { actor: { ...systemActor('x'), type: 'user', id, name, origin }, name };
}

/** Records an event by and about somebody. @param behindMs how far the clock is behind */
function record(tx: Tx, { actor, name }: Erasable, behindMs = 0): Promise<string> {
  const clock = new Clock();
  if (behindMs !== 0) clock.standAt(new Date(Date.now() - behindMs));
  return new AuditLog(clock).record(tx, actor, {
    action: 'user.update',
    target: { type: 'User', id: actor.id, label: personal(name, actor.id) },
    changes: [{ field: 'email', before: personal(`${actor.id}@example.org`, actor.id), after: null }],
    reason: `${name} wanted it`,
  });
}

/** An event that stands in the log, in a transaction that goes on. */
async function writing(person: Erasable, behindMs = 0): Promise<QueryRunner> {
  const runner = app.get(DataSource).createQueryRunner();
  await runner.startTransaction();
  await record(new Tx(runner.manager), person, behindMs);
  return runner;
}
async function end(runner: QueryRunner, how: 'commit' | 'rollback' = 'commit'): Promise<void> {
  await (how === 'commit' ? runner.commitTransaction() : runner.rollbackTransaction());
  await runner.release();
}

/** @returns the id of the erasure */
async function request({ actor, name }: Erasable): Promise<string> {
  const asked = { id: actor.id, name };
  const { id } = await app
    .get(UnitOfWork)
    .run((tx) => app.get(ErasuresService).request(tx, systemActor('test'), asked, 'asked for it'));
  return id;
}
const erase = (id: string, fence = () => Promise.resolve()) => app.get(PersonalValues).erase(id, { fence });
const stateOf = async (id: string) => {
  const [row] = await query<{ state: string; closed: string | null }>(
    `SELECT state, to_jsonb(r) ->> 'closed_at' AS closed FROM audit_erasures r WHERE id = $1`,
    [id],
  );
  return row;
};
/** Whatever the log has that tells of them. */
const inClear = async ({ actor, name }: Erasable) => {
  const values = await query(
    'SELECT * FROM audit_personal_values v WHERE person_id = $1 OR position($2 IN v::text) > 0',
    [actor.id, name],
  );
  return [...values, ...(await query('SELECT * FROM audit_people WHERE person_id = $1', [actor.id]))];
};
/** In the database and in a complete export, in either form. */
async function assertWhole(): Promise<void> {
  await eventually(async () => (await query('SELECT FROM audit_unsealed')).length === 0, 60);
  const { body } = await app.request('POST', 'audit/verification', { as: auditor });
  const last = async () => (await app.request('GET', 'audit/verification', { as: auditor })).body.last;
  await eventually(async () => (await last())?.id === body.id, 120);
  expect(await last()).toMatchObject({ state: 'passed', place: null });
  for (const format of ['csv', 'jsonl']) {
    const { text } = await app.request('GET', `audit/export?format=${format}`, { as: auditor });
    writeFileSync(join(folder, format), text);
    expect(await verifyExport(join(folder, format))).toMatchObject({ flaw: null });
  }
}

describe('nothing of somebody who was erased is left', () => {
  it('by a transaction that wrote before the request and ends after the erasure began', async () => {
    const person = somebody();
    const open = await writing(person);
    const id = await request(person);
    const erasing = erase(id);
    await eventually(async () => {
      const now = await stateOf(id);
      return now?.state === 'done' || now?.closed !== null;
    });
    expect((await stateOf(id))?.state).toBe('requested');
    await end(open);
    await erasing;
    expect((await stateOf(id))?.state).toBe('done');
    expect(await inClear(person)).toEqual([]);
  });

  it('by a transaction that recorded within the minute and writes with its COMMIT, when all is over', async () => {
    const person = somebody();
    let id = '';
    await app.get(UnitOfWork).run(async (tx) => {
      await record(tx, person);
      id = await request(person);
      await record(tx, person);
      await erase(id);
      expect((await stateOf(id))?.state).toBe('done');
    });
    expect(await inClear(person)).toEqual([]);
  });

  it.each([1, 30, 55])('by a clock that is %i minutes behind', async (minutes) => {
    const person = somebody();
    const id = await request(person);
    await erase(id);
    await app.get(UnitOfWork).run((tx) => record(tx, person, minutes * minute));
    expect(await inClear(person)).toEqual([]);
  });

  it('by the function that processes of an earlier release write with', async () => {
    const person = somebody();
    await erase(await request(person));
    const eventId = await app.get(UnitOfWork).run((tx) => record(tx, somebody()));
    const [late = ''] = [eventId.replace(/.{12}$/, '0123456789ab')];
    const values = [
      { personId: person.actor.id, opened: { c: { salt: 's', value: person.name } }, reason: person.name },
    ];
    await app
      .get(DataSource)
      .transaction(async (manager) => {
        await manager.query(
          `SELECT audit_record($1, (SELECT occurred_at FROM audit_events WHERE id = $2), 'a.b', 'user', 'u', NULL, 'T', 't', 'T', 't', NULL, '{}', $3, $4)`,
          [
            late,
            eventId,
            JSON.stringify(values),
            JSON.stringify([{ personId: person.actor.id, name: person.name }]),
          ],
        );
        const [row] = await manager.query(
          'SELECT person_id AS person, opened FROM audit_personal_values WHERE event_id = $1',
          [late],
        );
        expect(row).toMatchObject({
          person: expect.stringContaining('erased '),
          opened: { c: { erased: expect.any(String) } },
        });
        expect(await inClear(person)).toEqual([]);
        throw new Error('over'); // no event of the log
      })
      .catch((error: Error) => expect(error.message).toBe('over'));
  });

  it.each(['{}', '{"c": {"erased": "2026-01-01"}}'])(
    'because somebody put %s where its days are to stand',
    async (opened) => {
      const person = somebody();
      const event = await app.get(UnitOfWork).run((tx) => record(tx, person));
      const id = await request(person);
      await query(
        `INSERT INTO audit_personal_values (event_id, occurred_at, person_id, opened)
         SELECT id, occurred_at, $2, $3 FROM audit_events WHERE id = $1`,
        [event, `erased ${id}`, opened],
      );
      await erase(id);
      expect((await stateOf(id))?.state).toBe('done');
      expect(await inClear(person)).toEqual([]);
    },
  );

  it('and the log is whole for the verification, in the database and in exports', assertWhole);
});

it('an erasure puts itself off while somebody writes for long, and ends when they have', async () => {
  const person = somebody();
  const open = await writing(somebody());
  const writers = app.get(OpenWriters);
  expect(await writers.ended(undefined, 0)).toBe(false);
  const stopping = AbortSignal.abort(new Error('the worker stops'));
  await expect(writers.ended(stopping)).rejects.toThrow();
  const id = await request(person);
  const { uow, audit, mentions, duties, long } = app.get(PersonalValues) as unknown as Record<string, never>;
  const impatient = { ended: () => writers.ended(undefined, 0) } as OpenWriters;
  const values = new PersonalValues(
    uow as never,
    audit as never,
    mentions as never,
    impatient,
    duties as never,
    long as never,
  );
  const again = () => values.erase(id, { fence: () => Promise.resolve() });
  await expect(again()).rejects.toThrow(Postponed);
  expect(await stateOf(id)).toMatchObject({ state: 'requested', closed: expect.any(String) });
  await end(open);
  await again();
  expect((await stateOf(id))?.state).toBe('done');
});

it('whatever order transactions, the request, erasures that are killed and clocks come in', async () => {
  const act = fc.oneof(
    fc.record({
      kind: fc.constant('write' as const),
      behindMs: fc.constantFrom(0, minute, 55 * minute, -4 * minute),
    }),
    fc.record({ kind: fc.constantFrom('commit' as const, 'rollback' as const), which: fc.nat(5) }),
    fc.record({ kind: fc.constant('erase' as const), steps: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ kind: fc.constant('request' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 12 }), async (acts) => {
      const person = somebody();
      const open: QueryRunner[] = [];
      const running: Promise<unknown>[] = [];
      let id: string | undefined;
      for (const each of acts) {
        if (each.kind === 'write') open.push(await writing(person, each.behindMs));
        else if (each.kind === 'request') id ??= await request(person);
        else if (each.kind !== 'erase') {
          const [one] = open.splice(each.which % Math.max(open.length, 1), 1);
          if (one) await end(one, each.kind);
        } else if (id !== undefined) {
          let steps = 0;
          const dying = () =>
            ++steps >= each.steps ? Promise.reject(new Error('killed')) : Promise.resolve();
          // It may wait for a transaction of these: that is ended below.
          running.push(erase(id, dying).catch((error: Error) => expect(error.message).toBe('killed')));
        }
      }
      id ??= await request(person);
      const last = erase(id);
      for (const one of open.splice(0)) await end(one);
      await Promise.all([last, ...running]);
      await app.get(UnitOfWork).run((tx) => record(tx, person, 55 * minute));
      expect((await stateOf(id))?.state).toBe('done');
      expect(await inClear(person)).toEqual([]);
    }),
    { numRuns: 25 },
  );
  await assertWhole();
});
