// What a legal hold keeps is not erased either when it is set after the erasure was asked for: that waits for it.
import { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { Postponed } from '../../server/src/platform/queue/task-handlers.ts';
import { Erasing } from '../factories/audit-erasing.ts';
import { eventually } from '../factories/eventually.ts';
import { okay } from '../factories/submissions.ts';
import { today } from '../factories/today.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp();
const erasing = Erasing.use(app);

it('an erasure that was asked for waits for a hold that is set before it is done', async () => {
  const { person, submission } = await erasing.depositor();
  expect((await erasing.erase(person)).status).toBe(202);
  const before = await erasing.valuesOf(person);
  const hold = await erasing.setHold({ kind: 'submission', name: submission.reference });
  await expect(erasing.finish(person)).rejects.toThrow(Postponed);
  expect(await erasing.valuesOf(person)).toBe(before);
  const { id } = await erasing.erasureOf(person);
  await expect(
    erasing.query(`SELECT audit_erase($1, date_trunc('month', now())::date)`, [id]),
  ).rejects.toThrow(/held/);
  await erasing.lift(hold);
  await erasing.finish(person);
  expect([await erasing.valuesOf(person), await erasing.erasureOf(person)]).toEqual([
    0,
    expect.objectContaining({ state: 'done' }),
  ]);
});

describe('what keeps somebody from being erased', () => {
  const holdsOn = async (person: Person, as = erasing.admin) =>
    okay(await app.request('GET', `users/${person.id}/erasure/holds`, { as })).holds;
  const tasksOf = async (person: Person) =>
    erasing.query<{ soon: boolean }>(
      `SELECT t.run_at < r.requested_at + interval '10 minutes' AS soon FROM tasks t JOIN audit_erasures r ON t.payload ->> 'erasureId' = r.id::text
        WHERE t.name = 'audit.erase' AND r.person_id = $1 ORDER BY t.created_at`,
      [person.id],
    );

  it('is told before it is asked for, as the refusal tells it', async () => {
    const { person, submission } = await erasing.depositor();
    expect(await holdsOn(person)).toEqual([]);
    const other = await erasing.setHold({ kind: 'period', since: '2001-01-01', until: '2001-12-31' });
    const holds = [
      await erasing.setHold({ kind: 'submission', name: submission.reference }),
      await erasing.setHold({ kind: 'person', name: person.id }),
      await erasing.setHold({ kind: 'period', since: today(), until: '2999-01-01' }),
    ];
    const told = ['submission', 'person', 'period'].map((kind, index) => ({ id: holds[index]?.id, kind }));
    expect(await holdsOn(person)).toEqual(told);
    expect(await holdsOn(person, erasing.auditor)).toEqual(told);
    expect((await erasing.erase(person)).body.facts).toEqual({ holds: told });
    const denied = await app.request('GET', `users/${person.id}/erasure/holds`, { as: person });
    expect(denied.status).toBe(403);
    for (const hold of [...holds, other]) await erasing.lift(hold);
    expect(await holdsOn(person)).toEqual([]);
  });

  it('of a hold that begins tomorrow, or ended yesterday, is nothing', async () => {
    const nobody = await app.person('depositor');
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const later = await erasing.setHold({ kind: 'period', since: inDays(2), until: inDays(3) });
    const before = await erasing.setHold({ kind: 'period', since: inDays(-30), until: inDays(-20) });
    expect(await holdsOn(nobody)).toEqual([]);
    await erasing.lift(later);
    await erasing.lift(before);
  });

  it('stands in the erasure that waits for it, which goes on when the last of them is lifted', async () => {
    const { person, submission } = await erasing.depositor();
    expect((await erasing.erase(person)).body).toMatchObject({ state: 'requested', holds: [] });
    const [first, second] = [
      await erasing.setHold({ kind: 'submission', name: submission.reference }),
      await erasing.setHold({ kind: 'period', since: today(), until: '2999-01-01' }),
    ];
    await expect(erasing.finish(person)).rejects.toThrow(Postponed);
    expect(await erasing.erasureOf(person)).toMatchObject({
      state: 'requested',
      holds: [
        { id: first.id, kind: 'submission' },
        { id: second.id, kind: 'period' },
      ],
    });
    // As the worker leaves it: the task comes again much later.
    await erasing.query(
      `UPDATE tasks SET run_at = now() + interval '1 hour' WHERE payload ->> 'erasureId' = (SELECT id::text FROM audit_erasures WHERE person_id = $1)`,
      [person.id],
    );
    expect((await tasksOf(person)).map(({ soon }) => soon)).toEqual([false]);
    await erasing.lift(first);
    // It asks for its holds itself, and waits on for the second.
    expect((await tasksOf(person)).map(({ soon }) => soon)).toEqual([true]);
    await expect(erasing.finish(person)).rejects.toThrow(Postponed);
    await erasing.query(
      `UPDATE tasks SET run_at = now() + interval '1 hour' WHERE payload ->> 'erasureId' = (SELECT id::text FROM audit_erasures WHERE person_id = $1)`,
      [person.id],
    );
    await erasing.lift(second);
    expect((await tasksOf(person)).map(({ soon }) => soon)).toEqual([true]);
    await erasing.finish(person);
    expect(await erasing.erasureOf(person)).toMatchObject({ state: 'done', holds: [] });
    await erasing.finish(person); // a task that comes again
    const other = await erasing.setHold({ kind: 'period', since: today(), until: '2999-01-01' });
    expect(await erasing.erasureOf(person)).toMatchObject({ state: 'done', holds: [] });
    await erasing.lift(other);
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
        (
          await erasing.query(
            `SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 7331206 AND NOT granted`,
          )
        ).length >= waiting,
    );
    await runner.commitTransaction();
    return await acting;
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
}

it('a hold and an erasure at the same moment see each other', async () => {
  const { person, submission } = await erasing.depositor();
  expect((await erasing.erase(person)).status).toBe(202);
  await erasing.lift(
    await behindTheLock(() => erasing.setHold({ kind: 'submission', name: submission.reference })),
  );
});

it('two holds are lifted at the same moment one after the other, and wake who waited for both', async () => {
  const { person, submission } = await erasing.depositor();
  expect((await erasing.erase(person)).status).toBe(202);
  const holds = [
    await erasing.setHold({ kind: 'submission', name: submission.reference }),
    await erasing.setHold({ kind: 'period', since: today(), until: today() }),
  ];
  const { id } = await erasing.erasureOf(person);
  await erasing.query(
    `UPDATE tasks SET run_at = now() + interval '1 hour' WHERE payload ->> 'erasureId' = $1`,
    [id],
  );
  const lifted = await behindTheLock(() => Promise.all(holds.map((hold) => erasing.lift(hold))), 2);
  expect(lifted.map(({ status }) => status)).toEqual([200, 200]);
  expect(
    await erasing.query(
      `SELECT FROM tasks WHERE payload ->> 'erasureId' = $1 AND run_at < now() + interval '10 minutes'`,
      [id],
    ),
  ).toHaveLength(1);
  await erasing.finish(person);
  expect(await erasing.erasureOf(person)).toMatchObject({ state: 'done' });
});
