import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/access/actor.ts';
import { Authenticator } from '../platform/access/authenticator.ts';
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
  ) {
    super();
  }

  override async authenticate(request: FastifyRequest): Promise<Actor | undefined> {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    const claims = token && (await verifyAccessToken(token, this.config.JWT_SECRET));
    if (!claims) return undefined;
    const holder = await this.holderOf(claims.sessionId);
    return holder?.id === claims.userId ? actorOf(holder, claims.sessionId, originOf(request)) : undefined;
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
