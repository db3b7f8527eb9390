// What a legal hold keeps, whatever it names, is not erased: not when it is asked for, and not when it is done.
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { PersonalValues } from '../../server/src/audit/erasure/personal-values.service.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { Postponed } from '../../server/src/platform/queue/task-handlers.ts';
import { UserErasures } from '../../server/src/users/user-erasures.service.ts';
import { eventually } from '../factories/eventually.ts';
import { Desk, okay } from '../factories/submissions.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp();
const query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  app.get(DataSource).query(sql, values);

let auditor: Person;
let admin: Person;
beforeAll(async () => {
  [auditor, admin] = [await app.person('auditor'), await app.person('admin')];
});

const setHold = async (body: object) => {
  const answer = await app.request('POST', 'audit/holds', {
    as: auditor,
    body: { reason: 'a court asked', ...body },
  });
  expect(answer.status).toBe(201);
  return answer.body as { id: string; version: number };
};
const lift = (hold: { id: string; version: number }) =>
  app.request('POST', `audit/holds/${hold.id}/lift`, {
    as: auditor,
    ifMatch: hold.version,
    body: { reason: 'over' },
  });
const erase = async (person: Pick<Person, 'id'>) => {
  const { body } = await app.request('GET', `users/${person.id}`, { as: admin });
  return app.request('POST', `users/${person.id}/erasure`, {
    as: admin,
    ifMatch: body.version,
    body: { reason: 'asked' },
  });
};
const erasureOf = async (person: Pick<Person, 'id'>) =>
  okay(await app.request('GET', `users/${person.id}/erasure`, { as: auditor }));
const finish = async (person: Pick<Person, 'id'>) =>
  app.get(PersonalValues).erase((await erasureOf(person)).id, { fence: () => Promise.resolve() });
const valuesOf = async (person: Person) =>
  (await query('SELECT FROM audit_personal_values WHERE person_id = $1', [person.id])).length;
/** Somebody who deposited something. */
async function depositor() {
  const person = await app.person('depositor');
  return { person, submission: await new Desk(app, person).create() };
}
/** Somebody of whom the log has nothing at all: their events are of a month that has left it. */
async function withoutEvents() {
  const id = randomUUID();
  const email = `${id}@example.org`;
  await query(
    `INSERT INTO users (id, email, name, roles, created_at, updated_at) VALUES ($1, $2, 'Quiet Person', '{depositor}', now(), now())`,
    [id, email],
  );
  return { id, email };
}
const today = () => new Date().toISOString().slice(0, 10);

describe('an erasure is refused', () => {
  it('while a hold stands on a submission that they wrote in', async () => {
    const { person, submission } = await depositor();
    const hold = await setHold({ kind: 'submission', name: submission.reference });
    const refused = await erase(person);
    expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
      409,
      'erasure.held',
      { holds: [{ id: hold.id, kind: 'submission' }] },
    ]);
    expect(okay(await app.request('GET', `users/${person.id}`, { as: admin })).email).toBe(person.email);
    expect(await valuesOf(person)).toBeGreaterThan(0);
    await lift(hold);
    expect((await erase(person)).status).toBe(202);
  });

  it('while a hold stands on days in which they did something, or on today', async () => {
    const { person } = await depositor();
    const other = await setHold({ kind: 'period', since: '2001-01-01', until: '2001-12-31' });
    const hold = await setHold({ kind: 'period', since: today(), until: '2999-01-01' });
    const refused = await erase(person);
    expect([refused.body.code, refused.body.facts]).toEqual([
      'erasure.held',
      { holds: [{ id: hold.id, kind: 'period' }] },
    ]);
    await lift(hold);
    expect((await erase(person)).status).toBe(202);
    await lift(other);
  });

  it('while a hold stands on somebody else with whom they share an event', async () => {
    const { person } = await depositor();
    const other = await app.person('admin');
    okay(
      await app.request('PATCH', `users/${person.id}`, {
        as: other,
        ifMatch: 1,
        body: { name: 'Ada Lovelace', reason: 'that is her name' },
      }),
    );
    const hold = await setHold({ kind: 'person', name: other.id });
    expect((await erase(person)).body.facts).toEqual({ holds: [{ id: hold.id, kind: 'person' }] });
    await lift(hold);
    expect((await erase(person)).status).toBe(202);
  });

  it('while a hold stands on today, though nothing of theirs is in the log but the request itself', async () => {
    const quiet = await withoutEvents();
    const hold = await setHold({ kind: 'period', since: today(), until: today() });
    // To look at them would be an event of theirs.
    const refused = await app.request('POST', `users/${quiet.id}/erasure`, {
      as: admin,
      ifMatch: 1,
      body: { reason: 'asked' },
    });
    expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
      409,
      'erasure.held',
      { holds: [{ id: hold.id, kind: 'period' }] },
    ]);
    expect(okay(await app.request('GET', `users/${quiet.id}`, { as: admin })).email).toBe(quiet.email);
    expect(await query('SELECT FROM audit_erasures WHERE person_id = $1', [quiet.id])).toEqual([]);
    await lift(hold);
    expect((await erase(quiet)).status).toBe(202);
  });

  it('while a hold stands on who asks for it, and is granted to somebody else', async () => {
    const quiet = await withoutEvents();
    const other = await app.person('admin');
    const hold = await setHold({ kind: 'person', name: other.id });
    const ask = (as: Person) =>
      app.request('POST', `users/${quiet.id}/erasure`, { as, ifMatch: 1, body: { reason: 'asked' } });
    const holds = async (as: Person) =>
      okay(await app.request('GET', `users/${quiet.id}/erasure/holds`, { as })).holds;
    const told = [{ id: hold.id, kind: 'person' }];
    expect([await holds(other), await holds(admin)]).toEqual([told, []]);
    expect((await ask(other)).body).toMatchObject({ code: 'erasure.held', facts: { holds: told } });
    expect((await ask(admin)).status).toBe(202);
    await finish(quiet);
    await lift(hold);
  });

  it('not by what concerns somebody else', async () => {
    const [{ person }, { submission }] = [await depositor(), await depositor()];
    const hold = await setHold({ kind: 'submission', name: submission.reference });
    expect((await erase(person)).status).toBe(202);
    await finish(person);
    expect(await erasureOf(person)).toMatchObject({ state: 'done' });
    await lift(hold);
  });

  it('for the command line too', async () => {
    const { person, submission } = await depositor();
    const hold = await setHold({ kind: 'submission', name: submission.reference });
    const asked = app.get(UserErasures).requestByAddress(systemActor('user:erase'), person.email, 'asked');
    await expect(asked).rejects.toMatchObject({ code: 'erasure.held' });
    expect(
      await query(`SELECT FROM audit_events WHERE action = 'access.refuse' AND target_id = $1`, [person.id]),
    ).toHaveLength(1);
    await lift(hold);
  });

  it('and the log tells of the refusal', async () => {
    const { person, submission } = await depositor();
    const hold = await setHold({ kind: 'submission', name: submission.reference });
    await erase(person);
    const events = await query<{ actor: string; body: string }>(
      `SELECT actor_id AS actor, body FROM audit_events WHERE action = 'access.refuse' AND target_id = $1`,
      [person.id],
    );
    expect(events.map(({ actor, body }) => [actor, JSON.parse(body).facts])).toEqual([
      [admin.id, { action: 'erase', code: 'erasure.held', saidNotFound: false }],
    ]);
    await lift(hold);
  });
});

it('an erasure that was asked for waits for a hold that is set before it is done', async () => {
  const { person, submission } = await depositor();
  expect((await erase(person)).status).toBe(202);
  const before = await valuesOf(person);
  const hold = await setHold({ kind: 'submission', name: submission.reference });
  await expect(finish(person)).rejects.toThrow(Postponed);
  expect(await valuesOf(person)).toBe(before);
  const { id } = await erasureOf(person);
  await expect(query(`SELECT audit_erase($1, date_trunc('month', now())::date)`, [id])).rejects.toThrow(
    /held/,
  );
  await lift(hold);
  await finish(person);
  expect([await valuesOf(person), await erasureOf(person)]).toEqual([
    0,
    expect.objectContaining({ state: 'done' }),
  ]);
});

describe('what keeps somebody from being erased', () => {
  const holdsOn = async (person: Person, as = admin) =>
    okay(await app.request('GET', `users/${person.id}/erasure/holds`, { as })).holds;
  const tasksOf = async (person: Person) =>
    query<{ soon: boolean }>(
      `SELECT t.run_at < r.requested_at + interval '10 minutes' AS soon FROM tasks t JOIN audit_erasures r ON t.payload ->> 'erasureId' = r.id::text
        WHERE t.name = 'audit.erase' AND r.person_id = $1 ORDER BY t.created_at`,
      [person.id],
    );

  it('is told before it is asked for, as the refusal tells it', async () => {
    const { person, submission } = await depositor();
    expect(await holdsOn(person)).toEqual([]);
    const other = await setHold({ kind: 'period', since: '2001-01-01', until: '2001-12-31' });
    const holds = [
      await setHold({ kind: 'submission', name: submission.reference }),
      await setHold({ kind: 'person', name: person.id }),
      await setHold({ kind: 'period', since: today(), until: '2999-01-01' }),
    ];
    const told = ['submission', 'person', 'period'].map((kind, index) => ({ id: holds[index]?.id, kind }));
    expect(await holdsOn(person)).toEqual(told);
    expect(await holdsOn(person, auditor)).toEqual(told);
    expect((await erase(person)).body.facts).toEqual({ holds: told });
    const denied = await app.request('GET', `users/${person.id}/erasure/holds`, { as: person });
    expect(denied.status).toBe(403);
    for (const hold of [...holds, other]) await lift(hold);
    expect(await holdsOn(person)).toEqual([]);
  });

  it('of a hold that begins tomorrow, or ended yesterday, is nothing', async () => {
    const nobody = await app.person('depositor');
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const later = await setHold({ kind: 'period', since: inDays(2), until: inDays(3) });
    const before = await setHold({ kind: 'period', since: inDays(-30), until: inDays(-20) });
    expect(await holdsOn(nobody)).toEqual([]);
    await lift(later);
    await lift(before);
  });

  it('stands in the erasure that waits for it, which goes on when the last of them is lifted', async () => {
    const { person, submission } = await depositor();
    expect((await erase(person)).body).toMatchObject({ state: 'requested', holds: [] });
    const [first, second] = [
      await setHold({ kind: 'submission', name: submission.reference }),
      await setHold({ kind: 'period', since: today(), until: '2999-01-01' }),
    ];
    await expect(finish(person)).rejects.toThrow(Postponed);
    expect(await erasureOf(person)).toMatchObject({
      state: 'requested',
      holds: [
        { id: first.id, kind: 'submission' },
        { id: second.id, kind: 'period' },
      ],
    });
    // As the worker leaves it: the task comes again much later.
    await query(
      `UPDATE tasks SET run_at = now() + interval '1 hour' WHERE payload ->> 'erasureId' = (SELECT id::text FROM audit_erasures WHERE person_id = $1)`,
      [person.id],
    );
    expect((await tasksOf(person)).map(({ soon }) => soon)).toEqual([false]);
    await lift(first);
    // It asks for its holds itself, and waits on for the second.
    expect((await tasksOf(person)).map(({ soon }) => soon)).toEqual([true]);
    await expect(finish(person)).rejects.toThrow(Postponed);
    await query(
      `UPDATE tasks SET run_at = now() + interval '1 hour' WHERE payload ->> 'erasureId' = (SELECT id::text FROM audit_erasures WHERE person_id = $1)`,
      [person.id],
    );
    await lift(second);
    expect((await tasksOf(person)).map(({ soon }) => soon)).toEqual([true]);
    await finish(person);
    expect(await erasureOf(person)).toMatchObject({ state: 'done', holds: [] });
    await finish(person); // a task that comes again
    const other = await setHold({ kind: 'period', since: today(), until: '2999-01-01' });
    expect(await erasureOf(person)).toMatchObject({ state: 'done', holds: [] });
    await lift(other);
    expect(await tasksOf(person)).toHaveLength(1);
  });
});

/** Does something while somebody else has the lock, as whoever erases has it, and lets it go when so many wait for it. */
async function behindTheLock<T>(act: () => Promise<T>, waiting = 1): Promise<T> {
  const runner = app.get(DataSource).createQueryRunner();
  await runner.startTransaction();
  try {
    await runner.query('SELECT pg_advisory_xact_lock(7331206)');
    const acting = act();
    await eventually(
      async () =>
        (await query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 7331206 AND NOT granted`))
          .length >= waiting,
    );
    await runner.commitTransaction();
    return await acting;
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
}

it('a hold and an erasure at the same moment see each other', async () => {
  const { person, submission } = await depositor();
  expect((await erase(person)).status).toBe(202);
  await lift(await behindTheLock(() => setHold({ kind: 'submission', name: submission.reference })));
});

it('two holds are lifted at the same moment one after the other, and wake who waited for both', async () => {
  const { person, submission } = await depositor();
  expect((await erase(person)).status).toBe(202);
  const holds = [
    await setHold({ kind: 'submission', name: submission.reference }),
    await setHold({ kind: 'period', since: today(), until: today() }),
  ];
  const { id } = await erasureOf(person);
  await query(`UPDATE tasks SET run_at = now() + interval '1 hour' WHERE payload ->> 'erasureId' = $1`, [id]);
  const lifted = await behindTheLock(() => Promise.all(holds.map(lift)), 2);
  expect(lifted.map(({ status }) => status)).toEqual([200, 200]);
  expect(
    await query(
      `SELECT FROM tasks WHERE payload ->> 'erasureId' = $1 AND run_at < now() + interval '10 minutes'`,
      [id],
    ),
  ).toHaveLength(1);
  await finish(person);
  expect(await erasureOf(person)).toMatchObject({ state: 'done' });
});
