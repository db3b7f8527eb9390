import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { changesBetween, personal } from '../audit/audit-event.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { ReadsLog } from '../audit/reads/reads-log.ts';
import type { Actor } from '../platform/access/actor.ts';
import { authorize, may } from '../platform/access/authorize.ts';
import type { Tx } from '../platform/database/tx.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { updateVersioned } from '../platform/database/versioned-update.ts';
import { AppError, conflict, forbidden, notFound, stale } from '../platform/errors/app.error.ts';
import { Lists } from '../platform/lists/list.query.ts';
import { Clock } from '../platform/time/clock.ts';
import { hashPassword } from './password.ts';
import type { changeRoles, changeUser, createUser, UserView } from './user.contract.ts';
import { User } from './user.entity.ts';
import { userList, type UserListQuery } from './users.queries.ts';

@Injectable()
export class UsersService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lists: Lists,
    private readonly audit: AuditLog,
    private readonly reads: ReadsLog,
    private readonly clock: Clock,
    @InjectRepository(User) private readonly users: Repository<User>,
  ) {}

  /**
   * No events: whoever may list accounts is shown all of them in any order, and pages look names up here (`ids`), which
   * nobody has opened. What is in the log is the account that somebody opens by itself.
   *
   * @returns the page as JSON text
   */
  list(actor: Actor, query: UserListQuery): Promise<string> {
    return this.lists.page(userList, actor, query);
  }

  /** Opens one account; that of another person not without an event. @throws AppError `user.not_found` */
  async get(actor: Actor, id: string): Promise<UserView> {
    const user = await this.users.findOneBy({ id });
    if (!user) throw notFound('user', id);
    authorize(actor, 'read', 'User', { id });
    await this.reads.opened(actor, user);
    return toView(user);
  }

  /** @throws AppError `user.email_taken` */
  async create(actor: Actor, given: z.infer<typeof createUser>): Promise<UserView> {
    if (!may(actor, 'create', 'User', {}))
      throw forbidden('access.denied', 'Your role does not allow this.', { action: 'create' });
    const now = this.clock.now();
    const passwordHash = await hashPassword(given.password);
    const user: User = {
      id: uuidv7({ msecs: now.getTime() }),
      email: given.email,
      name: given.name,
      roles: given.roles,
      status: 'active',
      passwordHash,
      lastSeenAt: null,
      erasedAt: null,
      createdAt: now,
      updatedAt: now,
      version: 1,
    };
    return this.uow.run(async (tx) => {
      await insertUnlessTaken(tx, user);
      await this.audit.record(tx, actor, {
        action: 'user.create',
        target: { type: 'User', id: user.id, label: personal(user.name, user.id) },
        changes: [
          { field: 'email', before: null, after: personal(user.email, user.id) },
          { field: 'name', before: null, after: personal(user.name, user.id) },
          { field: 'roles', before: null, after: user.roles },
        ],
      });
      return toView(user);
    });
  }

  /**
   * Changes name or status; disabling an account ends its sessions.
   *
   * @throws AppError `record.stale`, with the account as it is
   */
  async update(
    actor: Actor,
    id: string,
    version: number,
    { reason, ...given }: z.infer<typeof changeUser>,
  ): Promise<UserView> {
    return this.changing(actor, async (tx) => {
      const user = await this.locked(tx, actor, 'update', id, version);
      if (given.status === 'disabled' && id === actor.id) {
        throw forbidden('user.own_account', 'You cannot disable your own account.');
      }
      const changes = changesBetween({ name: user.name, status: user.status }, definedOf(given)).map(
        (change) =>
          change.field === 'name'
            ? { ...change, before: personal(user.name, id), after: personal(given.name ?? user.name, id) }
            : change,
      );
      if (changes.length === 0) return { view: toView(user), isChanged: false };
      const updatedAt = this.clock.now();
      const newVersion = await updateVersioned(tx, User, user, { ...definedOf(given), updatedAt });
      if (given.status === 'disabled') await revokeSessions(tx, id, updatedAt, 'account disabled');
      await this.audit.record(tx, actor, { action: 'user.update', target: targetOf(user), changes, reason });
      const view = toView({ ...user, ...definedOf(given), updatedAt, version: newVersion });
      return { view, isChanged: true };
    });
  }

  /** @throws AppError `user.own_roles`: nobody changes what they themselves may do */
  async changeRoles(
    actor: Actor,
    id: string,
    version: number,
    { roles, reason }: z.infer<typeof changeRoles>,
  ): Promise<UserView> {
    return this.changing(actor, async (tx) => {
      const user = await this.locked(tx, actor, 'change-roles', id, version);
      if (id === actor.id) throw forbidden('user.own_roles', 'You cannot change your own roles.');
      const changes = changesBetween({ roles: user.roles }, { roles });
      if (changes.length === 0) return { view: toView(user), isChanged: false };
      const updatedAt = this.clock.now();
      const newVersion = await updateVersioned(tx, User, user, { roles, updatedAt });
      await this.audit.record(tx, actor, {
        action: 'user.change_roles',
        target: targetOf(user),
        changes,
        reason,
      });
      return { view: toView({ ...user, roles, updatedAt, version: newVersion }), isChanged: true };
    });
  }

  /** Ends every session of a user: they have to sign in again, at the latest when their access token ends. */
  async revokeSessions(actor: Actor, id: string): Promise<void> {
    await this.uow.run(async (tx) => {
      const user = await tx.repo(User).findOneBy({ id });
      if (!user) throw notFound('user', id);
      authorize(actor, 'revoke-sessions', 'User', { id });
      const count = await revokeSessions(tx, id, this.clock.now(), 'revoked by staff');
      await this.audit.record(tx, actor, {
        action: 'user.revoke_sessions',
        target: targetOf(user),
        facts: { sessions: count },
      });
    });
  }

  /** Capitals do not matter. */
  async findByAddress(email: string): Promise<Pick<User, 'id' | 'version'> | null> {
    return this.users
      .createQueryBuilder('u')
      .select(['u.id', 'u.version'])
      .where('lower(u.email) = lower(:email)', { email })
      .getOne();
  }

  /** Locks the account of somebody who may be erased. @throws AppError `user.own_account`, `user.erased` */
  async erasable(tx: Tx, actor: Actor, id: string, version: number): Promise<User> {
    const user = await this.locked(tx, actor, 'erase', id, version);
    if (id === actor.id) throw forbidden('user.own_account', 'You cannot erase your own account.');
    return user;
  }

  /** Leaves nothing of the person in their account, which can never be used again. The caller writes the event. */
  async empty(tx: Tx, user: User): Promise<void> {
    const erasedAt = this.clock.now();
    await updateVersioned(tx, User, user, {
      name: erasedName,
      email: `${user.id}@erased.invalid`,
      passwordHash: null,
      status: 'disabled',
      lastSeenAt: null,
      erasedAt,
      updatedAt: erasedAt,
    });
    await revokeSessions(tx, user.id, erasedAt, 'person erased');
  }

  /** Whoever is shown another's account and has changed nothing has opened it. */
  private async changing(
    actor: Actor,
    change: (tx: Tx) => Promise<{ view: UserView; isChanged: boolean }>,
  ): Promise<UserView> {
    const { view, isChanged } = await this.openingStale(actor, () => this.uow.run(change));
    if (!isChanged) await this.reads.opened(actor, view);
    return view;
  }

  /**
   * Runs a change of an account. If it was stale, the error shows the account, which is then opened: after the
   * rollback, since the event needs a connection of its own.
   *
   * @throws what `change` throws, and what keeps the event from being written
   */
  async openingStale<T>(actor: Actor, change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } catch (error) {
      if (error instanceof AppError && error.kind === 'stale')
        await this.reads.opened(actor, error.facts['current'] as UserView);
      throw error;
    }
  }

  private async locked(tx: Tx, actor: Actor, action: string, id: string, version: number): Promise<User> {
    const user = await tx.repo(User).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!user) throw notFound('user', id);
    authorize(actor, action, 'User', { id });
    if (user.version !== version) throw stale(toView(user));
    if (user.erasedAt) throw conflict('user.erased', 'This person was erased.');
    return user;
  }
}

/** What an erased person is called wherever their name stood. */
const erasedName = 'Erased person';

const targetOf = (user: User) => ({ type: 'User', id: user.id, label: personal(user.name, user.id) });

const definedOf = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** Asking first would let two who come at the same time both through. */
async function insertUnlessTaken(tx: Tx, user: User): Promise<void> {
  const { raw } = await tx.manager
    .createQueryBuilder()
    .insert()
    .into(User)
    .values(user)
    .orIgnore()
    .returning('id')
    .execute();
  if ((raw as unknown[]).length === 0)
    throw conflict('user.email_taken', 'Somebody has an account with this address already.');
}

async function revokeSessions(tx: Tx, userId: string, at: Date, because: string): Promise<number> {
  const rows = await tx.query(
    `UPDATE sessions SET revoked_at = $2, revoked_because = $3 WHERE user_id = $1 AND revoked_at IS NULL RETURNING id`,
    [userId, at, because],
  );
  return rows.length;
}

function toView(user: User): UserView {
  const { passwordHash: _, ...shown } = user;
  return {
    ...shown,
    lastSeenAt: user.lastSeenAt?.toISOString() ?? null,
    erasedAt: user.erasedAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
  };
}
