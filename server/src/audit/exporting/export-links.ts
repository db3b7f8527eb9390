import { createHash, randomBytes } from 'node:crypto';
import { createMongoAbility } from '@casl/ability';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccessRule, Actor, AppAbility, Origin } from '../../platform/access/actor.ts';
import { rowsOf } from '../../platform/database/tx.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { AuditExportQuery, AuditExportTicket, RequestAuditExport } from './export.contract.ts';

/** Time enough for a browser to follow a link, and too little to pass it on. */
const goodForSeconds = 60;

type KeptActor = Pick<Actor, 'type' | 'id' | 'name' | 'roles' | 'sessionId'> & { rules: AccessRule[] };

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Links that download one export once without a header, for browsers. Only the token's hash is kept. */
@Injectable()
export class AuditExportLinks {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The link carries what the actor may export now; the export itself is logged when the link is used. */
  async create(
    actor: Actor,
    { format, filter, compression }: RequestAuditExport,
  ): Promise<AuditExportTicket> {
    const now = this.clock.now();
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + goodForSeconds * 1000);
    const { type, id, name, roles, sessionId, ability } = actor;
    const kept: KeptActor = {
      type,
      id,
      name,
      roles,
      sessionId,
      rules: ability.rulesFor('export', 'AuditEvent').map((rule) => rule.origin),
    };
    await this.database.query('DELETE FROM audit_export_links WHERE expires_at <= $1', [now]);
    await this.database.query(
      'INSERT INTO audit_export_links (token_sha256, request, actor, expires_at) VALUES ($1, $2, $3, $4)',
      [hashOf(token), JSON.stringify({ ...filter, format, compression }), JSON.stringify(kept), expiresAt],
    );
    return { url: `/api/v1/audit/exports/${token}`, expiresAt: expiresAt.toISOString() };
  }

  /**
   * Uses a link up: of two requests that come at once, one gets it.
   *
   * @param origin of the request that follows the link
   * @throws AppError `audit.export_link_over`
   */
  async use(token: string, origin: Origin): Promise<{ actor: Actor; query: AuditExportQuery }> {
    const [link] = rowsOf<{ request: AuditExportQuery; actor: KeptActor }>(
      await this.database.query(
        'DELETE FROM audit_export_links WHERE token_sha256 = $1 AND expires_at > $2 RETURNING request, actor',
        [hashOf(token), this.clock.now()],
      ),
    );
    if (!link) {
      throw new AppError(
        'not_found',
        'audit.export_link_over',
        'This link has been used or has expired. Ask for the export again.',
      );
    }
    const { rules, ...kept } = link.actor;
    return {
      actor: { ...kept, origin, ability: createMongoAbility<AppAbility>(rules) },
      query: link.request,
    };
  }
}
