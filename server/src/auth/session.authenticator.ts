import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { ReadsLog } from '../audit/reads/reads-log.ts';
import type { Actor } from '../platform/access/actor.ts';
import { Authenticator } from '../platform/access/authenticator.ts';
import type { RequestWithActor } from '../platform/access/can.decorator.ts';
import type { Role } from '../platform/access/roles.contract.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { originOf } from '../platform/http/origin.ts';
import { verifyAccessToken } from './access-token.ts';
import { actorOf } from './auth.service.ts';

type Holder = { id: string; name: string; roles: Role[] };

/** A revoked session or a changed role takes effect within this time, not only when the token ends. */
const rememberMs = 3_000;
const mostRemembered = 10_000;

@Injectable()
export class SessionAuthenticator extends Authenticator {
  private readonly remembered = new Map<string, { holder: Holder | undefined; until: number }>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly reads: ReadsLog,
  ) {
    super();
  }

  /** A token that is no good stands in the change log: one that merely expired is what happens every ten minutes. */
  override async authenticate(request: FastifyRequest & RequestWithActor): Promise<Actor | undefined> {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    const claims = token && (await verifyAccessToken(token, this.config.JWT_SECRET));
    if (!claims || claims === 'expired') return undefined;
    const origin = originOf(request);
    if (claims === 'foreign') {
      await this.reads.tokenRefused(origin, { token: 'access', because: 'not one of ours' });
      return undefined;
    }
    const holder = await this.holderOf(claims.sessionId);
    if (holder?.id === claims.userId) return actorOf(holder, claims.sessionId, origin);
    // Who was let in with it already, and is only asked again, has not come with it anew.
    if (!request.actor)
      await this.reads.tokenRefused(origin, { token: 'access', because: 'session is over', session: claims });
    return undefined;
  }

  private async holderOf(sessionId: string): Promise<Holder | undefined> {
    const known = this.remembered.get(sessionId);
    if (known && known.until > Date.now()) return known.holder;
    const [holder]: Holder[] = await this.database.query(
      `SELECT u.id, u.name, u.roles FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE s.id = $1 AND s.revoked_at IS NULL AND u.status = 'active'`,
      [sessionId],
    );
    if (this.remembered.size >= mostRemembered) this.remembered.clear();
    this.remembered.set(sessionId, { holder, until: Date.now() + rememberMs });
    return holder;
  }
}
