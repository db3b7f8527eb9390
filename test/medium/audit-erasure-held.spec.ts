// What a legal hold keeps, whatever it names, is not erased: it is refused when it is asked for.
import { describe, expect, it } from 'vitest';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UserErasures } from '../../server/src/users/user-erasures.service.ts';
import { Erasing } from '../factories/audit-erasing.ts';
import { okay } from '../factories/submissions.ts';
import { today } from '../factories/today.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp();
const erasing = Erasing.use(app);

describe('an erasure is refused', () => {
  it('while a hold stands on a submission that they wrote in', async () => {
    const { person, submission } = await erasing.depositor();
    const hold = await erasing.setHold({ kind: 'submission', name: submission.reference });
    const refused = await erasing.erase(person);
    expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
      409,
      'erasure.held',
      { holds: [{ id: hold.id, kind: 'submission' }] },
    ]);
    expect(okay(await app.request('GET', `users/${person.id}`, { as: erasing.admin })).email).toBe(
      person.email,
    );
    expect(await erasing.valuesOf(person)).toBeGreaterThan(0);
    await erasing.lift(hold);
    expect((await erasing.erase(person)).status).toBe(202);
  });

  it('while a hold stands on days in which they did something, or on today', async () => {
    const { person } = await erasing.depositor();
    const other = await erasing.setHold({ kind: 'period', since: '2001-01-01', until: '2001-12-31' });
    const hold = await erasing.setHold({ kind: 'period', since: today(), until: '2999-01-01' });
    const refused = await erasing.erase(person);
    expect([refused.body.code, refused.body.facts]).toEqual([
      'erasure.held',
      { holds: [{ id: hold.id, kind: 'period' }] },
    ]);
    await erasing.lift(hold);
    expect((await erasing.erase(person)).status).toBe(202);
    await erasing.lift(other);
  });

  it('while a hold stands on somebody else with whom they share an event', async () => {
    const { person } = await erasing.depositor();
    const other = await app.person('admin');
    okay(
      await app.request('PATCH', `users/${person.id}`, {
        as: other,
        ifMatch: 1,
        body: { name: 'Ada Lovelace', reason: 'that is her name' },
      }),
    );
    const hold = await erasing.setHold({ kind: 'person', name: other.id });
    expect((await erasing.erase(person)).body.facts).toEqual({ holds: [{ id: hold.id, kind: 'person' }] });
    await erasing.lift(hold);
    expect((await erasing.erase(person)).status).toBe(202);
  });

  it('while a hold stands on today, though nothing of theirs is in the log but the request itself', async () => {
    const quiet = await erasing.withoutEvents();
    const hold = await erasing.setHold({ kind: 'period', since: today(), until: today() });
    // To look at them would be an event of theirs.
    const refused = await app.request('POST', `users/${quiet.id}/erasure`, {
      as: erasing.admin,
      ifMatch: 1,
      body: { reason: 'asked' },
    });
    expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
      409,
      'erasure.held',
      { holds: [{ id: hold.id, kind: 'period' }] },
    ]);
    expect(okay(await app.request('GET', `users/${quiet.id}`, { as: erasing.admin })).email).toBe(
      quiet.email,
    );
    expect(await erasing.query('SELECT FROM audit_erasures WHERE person_id = $1', [quiet.id])).toEqual([]);
    await erasing.lift(hold);
    expect((await erasing.erase(quiet)).status).toBe(202);
  });

  it('while a hold stands on who asks for it, and is granted to somebody else', async () => {
    const quiet = await erasing.withoutEvents();
    const other = await app.person('admin');
    const hold = await erasing.setHold({ kind: 'person', name: other.id });
    const ask = (as: Person) =>
      app.request('POST', `users/${quiet.id}/erasure`, { as, ifMatch: 1, body: { reason: 'asked' } });
    const holds = async (as: Person) =>
      okay(await app.request('GET', `users/${quiet.id}/erasure/holds`, { as })).holds;
    const told = [{ id: hold.id, kind: 'person' }];
    expect([await holds(other), await holds(erasing.admin)]).toEqual([told, []]);
    expect((await ask(other)).body).toMatchObject({ code: 'erasure.held', facts: { holds: told } });
    expect((await ask(erasing.admin)).status).toBe(202);
    await erasing.finish(quiet);
    await erasing.lift(hold);
  });

  it('not by what concerns somebody else', async () => {
    const [{ person }, { submission }] = [await erasing.depositor(), await erasing.depositor()];
    const hold = await erasing.setHold({ kind: 'submission', name: submission.reference });
    expect((await erasing.erase(person)).status).toBe(202);
    await erasing.finish(person);
    expect(await erasing.erasureOf(person)).toMatchObject({ state: 'done' });
    await erasing.lift(hold);
  });

  it('for the command line too', async () => {
    const { person, submission } = await erasing.depositor();
    const hold = await erasing.setHold({ kind: 'submission', name: submission.reference });
    const asked = app.get(UserErasures).requestByAddress(systemActor('user:erase'), person.email, 'asked');
    await expect(asked).rejects.toMatchObject({ code: 'erasure.held' });
    expect(
      await erasing.query(`SELECT FROM audit_events WHERE action = 'access.refuse' AND target_id = $1`, [
        person.id,
      ]),
    ).toHaveLength(1);
    await erasing.lift(hold);
  });

  it('and the log tells of the refusal', async () => {
    const { person, submission } = await erasing.depositor();
    const hold = await erasing.setHold({ kind: 'submission', name: submission.reference });
    await erasing.erase(person);
    const events = await erasing.query<{ actor: string; body: string }>(
      `SELECT actor_id AS actor, body FROM audit_events WHERE action = 'access.refuse' AND target_id = $1`,
      [person.id],
    );
    expect(events.map(({ actor, body }) => [actor, JSON.parse(body).facts])).toEqual([
      [erasing.admin.id, { action: 'erase', code: 'erasure.held', saidNotFound: false }],
    ]);
    await erasing.lift(hold);
  });
});
