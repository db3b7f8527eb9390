// Accounts: who may make and change them, and what the change log keeps of it.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ReadsLog } from '../../server/src/audit/reads/reads-log.ts';
import { abilityOf } from '../../server/src/auth/abilities.ts';
import { actorOf } from '../../server/src/auth/auth.service.ts';
import { type Actor, nowhere, systemActor } from '../../server/src/platform/access/actor.ts';
import { type Role, roles } from '../../server/src/platform/access/roles.contract.ts';
import { userView } from '../../server/src/users/user.contract.ts';
import { UserErasures } from '../../server/src/users/user-erasures.service.ts';
import { UsersService } from '../../server/src/users/users.service.ts';
import { makeUser, testPassword } from '../factories/users.ts';
import { type Person, useApp } from '../setup/app.ts';

const app = useApp();
let users: UsersService;
let database: DataSource;
let admin: Actor;
let auditor: Person;
beforeAll(async () => {
  auditor = await app.person('auditor');
  users = app.get(UsersService);
  database = app.get(DataSource);
  admin = actorOf(await makeUser(users, { roles: ['admin'] }), null, nowhere);
});

const someone = (...held: Exclude<Role, 'service'>[]) => makeUser(users, { roles: held });
const as = (...held: Role[]): Actor => ({
  ...systemActor('tests'),
  type: 'user',
  id: '0191d2a0-0000-7000-8000-000000000000',
  ability: abilityOf({ id: '0191d2a0-0000-7000-8000-000000000000', roles: held }),
});

/** The events of a user, oldest first, as an auditor reads them. */
async function eventsOf(id: string): Promise<any[]> {
  const { body } = await app.request('GET', `audit/events?rootId=${id}&sort=occurredAt`, { as: auditor });
  return body.items;
}

const notAdmins = roles.filter((role) => role !== 'admin');

describe('an account', () => {
  const given = {
    email: 'new.person@example.org',
    name: 'New Person',
    roles: ['curator' as const],
    password: testPassword,
  };

  it('is made once for an address, whatever its capitals, also when two come at once', async () => {
    const tries = await Promise.allSettled([
      users.create(admin, given),
      users.create(admin, { ...given, email: 'New.Person@Example.org' }),
      users.create(admin, given),
    ]);
    expect(tries.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    for (const each of tries)
      if (each.status === 'rejected')
        expect(each.reason).toMatchObject({ code: 'user.email_taken', kind: 'conflict' });
  });

  it('is shown without anything of its password', async () => {
    const user = await someone('depositor');
    expect(Object.keys(await users.get(admin, user.id)).sort()).toEqual(Object.keys(userView.shape).sort());
    const { items } = JSON.parse(await users.list(admin, { limit: 500 })) as { items: object[] };
    for (const item of items) expect(userView.strict().parse(item)).toEqual(item);
    expect(JSON.stringify(items)).not.toContain('argon2');
  });

  it.each(notAdmins)('is not made, changed or given roles by a %s', async (role) => {
    const user = await someone('depositor');
    const actor = as(role);
    const reason = 'because';
    const refused = { code: expect.stringMatching(/access\.denied|user\.not_found/) };
    await expect(users.create(actor, { ...given, email: `${role}@example.org` })).rejects.toMatchObject(
      refused,
    );
    await expect(users.update(actor, user.id, 1, { name: 'X', reason })).rejects.toMatchObject(refused);
    await expect(users.changeRoles(actor, user.id, 1, { roles: ['admin'], reason })).rejects.toMatchObject(
      refused,
    );
    if (role !== 'support') await expect(users.revokeSessions(actor, user.id)).rejects.toMatchObject(refused);
    expect(await users.get(admin, user.id)).toEqual(user);
    expect((await eventsOf(user.id)).map(({ action }) => action)).toEqual(['user.create', 'user.open']);
  });

  it('of somebody else is not known to a depositor', async () => {
    const [me, other] = [await someone('depositor'), await someone('depositor')];
    const actor = actorOf(me, null, nowhere);
    expect(await users.get(actor, me.id)).toEqual(me);
    await expect(users.get(actor, other.id)).rejects.toMatchObject({
      code: 'user.not_found',
      kind: 'not_found',
    });
    const { items, total } = JSON.parse(await users.list(actor, { limit: 50 })) as {
      items: { id: string }[];
      total: number;
    };
    expect({ ids: items.map(({ id }) => id), total }).toEqual({ ids: [me.id], total: 1 });
  });
});

describe('a change', () => {
  it('is kept with before, after and reason', async () => {
    const user = await someone('depositor');
    const renamed = await users.update(admin, user.id, 1, { name: 'Married Name', reason: 'married' });
    expect(renamed).toMatchObject({ name: 'Married Name', version: 2 });
    const [, event] = await eventsOf(user.id);
    expect(event).toMatchObject({
      action: 'user.update',
      actor: { id: admin.id, name: admin.name },
      changes: [{ field: 'name', before: user.name, after: 'Married Name' }],
      reason: 'married',
    });
  });

  it('that changes nothing is an opening of the account, which it shows', async () => {
    const user = await someone('depositor');
    expect(await users.update(admin, user.id, 1, { name: user.name, reason: 'typing' })).toEqual(user);
    expect(await users.changeRoles(admin, user.id, 1, { roles: ['depositor'], reason: 'typing' })).toEqual(
      user,
    );
    const own = actorOf(user, null, nowhere);
    expect((await eventsOf(user.id)).map(({ action }) => action)).toEqual(['user.create', 'user.open']);
    // Nobody opens their own.
    await users.changeRoles(admin, admin.id, 1, { roles: ['admin'], reason: 'x' }).catch(() => undefined);
    await users.get(own, user.id);
    expect(await eventsOf(admin.id)).toHaveLength(1);
  });

  it('of an old version that is refused is an opening of the account, which it shows', async () => {
    const reason = 'because';
    const tries = [
      (id: string) => users.update(admin, id, 7, { name: 'X', reason }),
      (id: string) => users.changeRoles(admin, id, 7, { roles: ['curator'], reason }),
      (id: string) => app.get(UserErasures).request(admin, id, 7, reason),
    ];
    for (const attempt of tries) {
      const user = await someone('depositor');
      const error: unknown = await attempt(user.id).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'record.stale', facts: { current: user } });
      expect(await eventsOf(user.id)).toMatchObject([
        { action: 'user.create' },
        { action: 'user.open', actor: { id: admin.id } },
      ]);
    }
  });

  it('shows no account whose opening cannot be written down', async () => {
    const user = await someone('depositor');
    const other = { ...admin, id: '0191d2a0-0000-7000-8000-00000000000f' };
    const opened = vi.spyOn(app.get(ReadsLog), 'opened').mockRejectedValue(new Error('no connection'));
    const reason = 'because';
    try {
      await expect(users.update(other, user.id, 7, { name: 'X', reason })).rejects.toThrow('no connection');
      await expect(users.update(other, user.id, 1, { name: user.name, reason })).rejects.toThrow(
        'no connection',
      );
    } finally {
      opened.mockRestore();
    }
  });

  it('of an old version is refused, and of two at once one is', async () => {
    const user = await someone('depositor');
    const change = (name: string) => users.update(admin, user.id, 1, { name, reason: 'x' });
    const both = await Promise.allSettled([change('One'), change('Two')]);
    const refused = both.find((each) => each.status === 'rejected');
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect(refused?.reason).toMatchObject({ code: 'record.stale', facts: { current: { version: 2 } } });
    await expect(users.update(admin, user.id, 7, { name: 'X', reason: 'x' })).rejects.toMatchObject({
      kind: 'stale',
    });
  });

  it('of roles is never of one’s own, and nobody disables themselves', async () => {
    const reason = 'because';
    await expect(
      users.changeRoles(admin, admin.id, 1, { roles: ['admin', 'curator'], reason }),
    ).rejects.toMatchObject({ code: 'user.own_roles' });
    await expect(users.update(admin, admin.id, 1, { status: 'disabled', reason })).rejects.toMatchObject({
      code: 'user.own_account',
    });
  });

  it('of roles keeps auditor apart, in the database, too', async () => {
    const user = await someone('curator');
    await expect(
      database.query(`UPDATE users SET roles = '{auditor,curator}' WHERE id = $1`, [user.id]),
    ).rejects.toThrow('users_roles_check');
    await expect(database.query(`UPDATE users SET roles = '{}' WHERE id = $1`, [user.id])).rejects.toThrow();
    const changed = await users.changeRoles(admin, user.id, 1, { roles: ['auditor'], reason: 'moved' });
    expect(changed.roles).toEqual(['auditor']);
    expect((await eventsOf(user.id)).at(-1)).toMatchObject({
      action: 'user.change_roles',
      changes: [{ field: 'roles', before: ['curator'], after: ['auditor'] }],
    });
  });

  it('that disables the account ends its sessions', async () => {
    const person = await app.person('depositor');
    await users.update(admin, person.id, 1, { status: 'disabled', reason: 'left' });
    const live = await database.query('SELECT 1 FROM sessions WHERE user_id = $1 AND revoked_at IS NULL', [
      person.id,
    ]);
    expect(live).toEqual([]);
  });
});

describe('the list', () => {
  it('is searched by name and address, and the signs of a pattern are only signs', async () => {
    await makeUser(users, { roles: ['depositor'], name: 'Percent 100%_sure', email: 'percent@example.org' });
    const found = async (q: string) =>
      (JSON.parse(await users.list(admin, { limit: 500, q })) as { items: { email: string }[] }).items.map(
        ({ email }) => email,
      );
    expect(await found('100%_s')).toEqual(['percent@example.org']);
    expect(await found('PERCENT@')).toEqual(['percent@example.org']);
    expect(await found('%_%_%')).toEqual([]);
    expect(await found('\\')).toEqual([]);
  });

  it('is filtered by role and status', async () => {
    const auditors = JSON.parse(await users.list(admin, { limit: 500, role: ['auditor', 'support'] })) as {
      items: { roles: Role[] }[];
    };
    expect(auditors.items.length).toBeGreaterThan(0);
    for (const { roles: held } of auditors.items)
      expect(held.includes('auditor') || held.includes('support')).toBe(true);
    const disabled = JSON.parse(await users.list(admin, { limit: 500, status: ['disabled'] })) as {
      items: { status: string }[];
    };
    expect(disabled.items.map(({ status }) => status)).toEqual(['disabled']);
  });
});
