import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type AuditEvent, personal } from '../audit/audit-event.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { ReadsLog, type RefusedToken } from '../audit/reads/reads-log.ts';
import { type Actor, type Origin, systemActor } from '../platform/access/actor.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import type { Tx } from '../platform/database/tx.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { AppError } from '../platform/errors/app.error.ts';
import { Clock } from '../platform/time/clock.ts';
import { nobodysHash, verifyPassword } from '../users/password.ts';
import { User } from '../users/user.entity.ts';
import { abilityOf } from './abilities.ts';
import { accessTokenSeconds, signAccessToken } from './access-token.ts';
import type { SessionView } from './auth.contract.ts';
import { type HeldToken, RefreshTokens, type TokenSession } from './refresh-tokens.ts';
import { Session } from './session.entity.ts';
import { mostFailures, SignInLimit } from './sign-in-limit.ts';

export type SignedIn = { view: SessionView; refreshToken: string };

const badCredentials = () =>
  new AppError('unauthenticated', 'auth.bad_credentials', 'The address or the password is not right.');
const tooManyFailures = () =>
  new AppError(
    'too_many',
    'auth.too_many_failures',
    'Too many failed attempts with this address. Try again in an hour.',
  );
const sessionOver = () =>
  new AppError('unauthenticated', 'auth.session_over', 'Your session has ended. Sign in again.');

@Injectable()
export class AuthService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
    private readonly tokens: RefreshTokens,
    private readonly limit: SignInLimit,
    private readonly reads: ReadsLog,
    @InjectRepository(User) private readonly users: Repository<User>,
  ) {}

  /**
   * @throws AppError `auth.bad_credentials`, the same for an unknown address, a wrong password and a disabled account;
   *   `auth.too_many_failures` after a hundred of them
   */
  async signIn(email: string, password: string, origin: Origin): Promise<SignedIn> {
    const isLocked = await this.limit.isReached(email);
    const user = await this.users
      .createQueryBuilder('u')
      .addSelect('u.passwordHash')
      .where('lower(u.email) = lower(:email)', { email })
      .getOne();
    if (isLocked) {
      const account = { email, userId: user?.id ?? null };
      await this.reads.signInRefused(origin, { because: 'too many with this mail address', account });
      throw tooManyFailures();
    }
    // Outside of the transaction: it takes long on purpose, and a connection is not to wait for it.
    const isRight = await verifyPassword(user?.passwordHash ?? (await nobodysHash), password);
    const signedIn = await this.uow.run(async (tx) => {
      const opened = user?.passwordHash && isRight ? await this.open(tx, user, origin) : undefined;
      if (!opened) await this.recordFailure(tx, failure, email, user?.id ?? null, origin);
      return opened; // the failure is committed, too: it stays in the log
    });
    if (!signedIn) {
      if (await this.limit.failed(email))
        await this.uow.run((tx) => this.recordFailure(tx, lockout, email, user?.id ?? null, origin));
      throw badCredentials();
    }
    await this.limit.succeeded(email);
    return signedIn;
  }

  /** @throws AppError `auth.session_over` for a token that is unknown, expired, revoked, or was used before the last one */
  async refresh(token: string | undefined, origin: Origin): Promise<SignedIn> {
    if (!token) throw sessionOver();
    const now = this.clock.now();
    const outcome = await this.uow.run((tx) => this.refreshIn(tx, token, origin, now));
    if (outcome !== 'revoked' && 'view' in outcome) return outcome;
    // That it was revoked is in the log by now.
    if (outcome !== 'revoked') await this.reads.tokenRefused(origin, outcome);
    throw sessionOver();
  }

  private async refreshIn(
    tx: Tx,
    token: string,
    origin: Origin,
    now: Date,
  ): Promise<SignedIn | RefusedToken | 'revoked'> {
    const held = await this.tokens.find(tx, token, now);
    if (!held) return refusedRefresh('unknown or over', await this.tokens.ownerOf(tx, token));
    const user = await tx.repo(User).findOneByOrFail({ id: held.userId });
    if (held.state === 'used') {
      await this.revokeReused(tx, held, actorOf(user, held.sessionId, origin), now);
      return 'revoked';
    }
    if (user.status !== 'active') return refusedRefresh('account is disabled', held);
    return this.answer(user, held.sessionId, await this.tokens.rotate(tx, held, now), now);
  }

  /** Ends the session that the refresh token belongs to; an unknown token ends nothing. */
  async signOut(token: string | undefined, origin: Origin): Promise<void> {
    if (!token) return;
    const now = this.clock.now();
    await this.uow.run(async (tx) => {
      const held = await this.tokens.find(tx, token, now);
      if (!held) return;
      const user = await tx.repo(User).findOneByOrFail({ id: held.userId });
      const actor = actorOf(user, held.sessionId, origin);
      if (held.state === 'used') return this.revokeReused(tx, held, actor, now);
      await tx.repo(Session).update(held.sessionId, { revokedAt: now, revokedBecause: 'signed out' });
      await this.audit.record(tx, actor, { action: 'auth.sign_out', ...sessionOf(held) });
    });
  }

  /** A token that was used long before was copied. Nobody can tell which holder is the rightful one: both have to sign in. */
  private async revokeReused(tx: Tx, held: HeldToken, actor: Actor, now: Date): Promise<void> {
    await tx
      .repo(Session)
      .update(held.sessionId, { revokedAt: now, revokedBecause: 'refresh token used twice' });
    await this.audit.record(tx, actor, {
      action: 'auth.refresh_reused',
      ...sessionOf(held),
      facts: { consequence: 'the session was revoked' },
    });
  }

  private async recordFailure(
    tx: Tx,
    event: Pick<AuditEvent, 'action' | 'facts'>,
    email: string,
    userId: string | null,
    origin: Origin,
  ): Promise<void> {
    const target = { type: 'User', id: userId ?? 'unknown', label: personal(email, userId) };
    await this.audit.record(tx, { ...systemActor('sign-in'), origin }, { ...event, target });
  }

  /** @returns undefined for an account that is disabled, at the latest a moment ago */
  private async open(tx: Tx, user: User, origin: Origin): Promise<SignedIn | undefined> {
    const now = this.clock.now();
    const seen = await tx.repo(User).update({ id: user.id, status: 'active' }, { lastSeenAt: now });
    if (seen.affected !== 1) return undefined;
    const session: Session = {
      id: uuidv7({ msecs: now.getTime() }),
      userId: user.id,
      address: origin.address,
      client: origin.client,
      createdAt: now,
      revokedAt: null,
      revokedBecause: null,
    };
    await tx.repo(Session).insert(session);
    await this.audit.record(tx, actorOf(user, session.id, origin), {
      action: 'auth.sign_in',
      ...sessionOf({ sessionId: session.id, userId: user.id }),
    });
    return this.answer(user, session.id, await this.tokens.issue(tx, session.id, now), now);
  }

  private async answer(user: User, sessionId: string, refreshToken: string, now: Date): Promise<SignedIn> {
    const accessToken = await signAccessToken({ userId: user.id, sessionId }, this.config.JWT_SECRET, now);
    const { id, name, email, roles } = user;
    return {
      view: { accessToken, expiresIn: accessTokenSeconds, user: { id, name, email, roles } },
      refreshToken,
    };
  }
}

const failure = { action: 'auth.sign_in_failed' };
/** What is refused from here on is not even read. */
const lockout = { action: 'auth.sign_in_locked', facts: { failures: mostFailures } };

const refusedRefresh = (
  because: RefusedToken['because'],
  session: TokenSession | undefined,
): RefusedToken => ({
  token: 'refresh',
  because,
  ...(session && { session: { sessionId: session.sessionId, userId: session.userId } }),
});

/** A session as the change log names it. */
const sessionOf = ({ sessionId, userId }: TokenSession) => ({
  target: { type: 'Session', id: sessionId, label: 'session' },
  root: { type: 'User', id: userId },
});

/** A signed-in person as the one who acts. */
export function actorOf(
  user: Pick<User, 'id' | 'name' | 'roles'>,
  sessionId: string | null,
  origin: Origin,
): Actor {
  return {
    type: 'user',
    id: user.id,
    name: user.name,
    roles: user.roles,
    ability: abilityOf(user),
    sessionId,
    origin,
  };
}
