import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { personal } from '../audit/audit-event.ts';
import { AuditLog } from '../audit/audit-log.ts';
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
import { RefreshTokens } from './refresh-tokens.ts';
import { Session } from './session.entity.ts';

export type SignedIn = { view: SessionView; refreshToken: string };

const badCredentials = () =>
  new AppError('unauthenticated', 'auth.bad_credentials', 'The address or the password is not right.');
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
  ) {}

  /** @throws AppError `auth.bad_credentials`, the same for an unknown address, a wrong password and a disabled account */
  async signIn(email: string, password: string, origin: Origin): Promise<SignedIn> {
    const signedIn = await this.uow.run(async (tx) => {
      const user = await tx.manager
        .createQueryBuilder(User, 'u')
        .addSelect('u.passwordHash')
        .where('lower(u.email) = lower(:email)', { email })
        .getOne();
      const isRight = await verifyPassword(user?.passwordHash ?? (await nobodysHash), password);
      if (!user?.passwordHash || !isRight || user.status !== 'active') {
        await this.audit.record(
          tx,
          { ...systemActor('sign-in'), origin },
          {
            action: 'auth.sign_in_failed',
            target: { type: 'User', id: user?.id ?? 'unknown', label: personal(email, user?.id ?? null) },
          },
        );
        return undefined; // committed, so that the failure stays in the log
      }
      return this.open(tx, user, origin);
    });
    if (!signedIn) throw badCredentials();
    return signedIn;
  }

  /** @throws AppError `auth.session_over` for a token that is unknown, expired, revoked, or was used before */
  async refresh(token: string | undefined, origin: Origin): Promise<SignedIn> {
    if (!token) throw sessionOver();
    const now = this.clock.now();
    const refreshed = await this.uow.run(async (tx) => {
      const result = await this.tokens.rotate(tx, token, now);
      if (result.kind === 'unknown') return undefined;
      const user = await tx.repo(User).findOneBy({ id: result.userId });
      if (!user) return undefined;
      if (result.kind === 'reused') {
        await this.audit.record(tx, actorOf(user, result.sessionId, origin), {
          action: 'auth.refresh_reused',
          target: { type: 'Session', id: result.sessionId, label: 'session' },
          root: { type: 'User', id: user.id },
          facts: { consequence: 'the session was revoked' },
        });
        return undefined;
      }
      if (user.status !== 'active') return undefined;
      return this.answer(user, result.sessionId, result.token, now);
    });
    if (!refreshed) throw sessionOver();
    return refreshed;
  }

  /** Ends the session that the refresh token belongs to; an unknown token ends nothing. */
  async signOut(token: string | undefined, origin: Origin): Promise<void> {
    if (!token) return;
    const now = this.clock.now();
    await this.uow.run(async (tx) => {
      const result = await this.tokens.rotate(tx, token, now);
      if (result.kind !== 'rotated') return;
      const user = await tx.repo(User).findOneByOrFail({ id: result.userId });
      await tx.repo(Session).update(result.sessionId, { revokedAt: now, revokedBecause: 'signed out' });
      await this.audit.record(tx, actorOf(user, result.sessionId, origin), {
        action: 'auth.sign_out',
        target: { type: 'Session', id: result.sessionId, label: 'session' },
        root: { type: 'User', id: user.id },
      });
    });
  }

  private async open(tx: Tx, user: User, origin: Origin): Promise<SignedIn> {
    const now = this.clock.now();
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
    await tx.repo(User).update(user.id, { lastSeenAt: now });
    await this.audit.record(tx, actorOf(user, session.id, origin), {
      action: 'auth.sign_in',
      target: { type: 'Session', id: session.id, label: 'session' },
      root: { type: 'User', id: user.id },
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
