import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ReadsLog } from '../audit/reads/reads-log.ts';
import type { RequestWithActor } from '../platform/access/can.decorator.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { originOf } from '../platform/http/origin.ts';
import { type AccessClaims, verifyAccessToken } from './access-token.ts';
import { refreshCookie, RefreshTokens } from './refresh-tokens.ts';

/**
 * Whether a request that was refused (403) was refused as that of another site's page. Nobody has asked then who sends
 * it: with an actor, it was the policy that refused.
 */
export function isCrossSite({ actor, method, headers }: FastifyRequest & RequestWithActor): boolean {
  if (actor !== undefined || ['GET', 'HEAD', 'OPTIONS'].includes(method)) return false;
  const site = headers['sec-fetch-site'];
  return site === undefined ? headers.origin !== undefined : site !== 'same-origin' && site !== 'none';
}

/** Logs what pages of other sites tried in the name of somebody whose token or cookie they came with. */
@Injectable()
export class CrossSite {
  private readonly logger = new Logger(CrossSite.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly tokens: RefreshTokens,
    private readonly reads: ReadsLog,
  ) {}

  /** Never rejects: nothing was given away, and the answer is a refusal in any case. */
  async refused(request: FastifyRequest): Promise<void> {
    try {
      const session = await this.sessionOf(request);
      if (!session) return;
      const route = `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
      await this.reads.crossSiteRefused(originOf(request), session, route);
    } catch (error) {
      this.logger.error(
        `what another site was refused is not in the change log: ${(error as Error).message}`,
      );
    }
  }

  /** Of a known person; made-up tokens are nobody's, and leave no event. */
  private async sessionOf({ headers, server }: FastifyRequest): Promise<AccessClaims | undefined> {
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
    const claims = token && (await verifyAccessToken(token, this.config.JWT_SECRET));
    if (typeof claims === 'object') return claims;
    // Refused before anything has read the cookies.
    const cookie =
      headers.cookie === undefined ? undefined : server.parseCookie(headers.cookie)[refreshCookie];
    return cookie === undefined ? undefined : this.uow.run((tx) => this.tokens.ownerOf(tx, cookie));
  }
}
