import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor, Origin } from '../../platform/access/actor.ts';
import { rowsOf } from '../../platform/database/tx.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import { ReadsLog } from '../reads/reads-log.ts';
import type { AuditExportQuery, AuditExportTicket } from './export.contract.ts';
import { stillMaySql } from './export-right.ts';
import { actorAgain, keptActor, type KeptActor } from './kept-actor.ts';

/** Time enough for a browser to follow a link, and too little to pass it on. */
const goodForSeconds = 60;

/** What a link gives: an export that is written while it is sent, or one that lies in object storage. */
export type Linked = { query: AuditExportQuery } | { exportId: string };

/** A month of the archive, `YYYY-MM`. Its links are followed elsewhere. */
export type LinkedMonth = { archivedMonth: string };

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Links that download one export, or one month of the archive, once without a header, for browsers. Only the token's hash is kept. */
@Injectable()
export class AuditExportLinks {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly reads: ReadsLog,
  ) {}

  /** The link carries what the actor may export now; the export itself is logged when the link is used. */
  async create(actor: Actor, linked: Linked): Promise<Required<AuditExportTicket>> {
    const exportId = 'exportId' in linked ? linked.exportId : null;
    return { delivery: 'link', exportId, ...(await this.createFor(actor, linked)) };
  }

  /** @returns where the link leads, relative to this server, and until when */
  async createFor(actor: Actor, linked: Linked | LinkedMonth): Promise<{ url: string; expiresAt: string }> {
    const now = this.clock.now();
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + goodForSeconds * 1000);
    await this.forget();
    await this.database.query(
      'INSERT INTO audit_export_links (token_sha256, request, actor, expires_at) VALUES ($1, $2, $3, $4)',
      [hashOf(token), JSON.stringify(linked), JSON.stringify(keptActor(actor)), expiresAt],
    );
    const path = 'archivedMonth' in linked ? 'archive-links' : 'export-links';
    return { url: `/api/v1/audit/${path}/${token}`, expiresAt: expiresAt.toISOString() };
  }

  /** Removes links that nobody can follow any more: each has the name and the address of whoever asked for it. */
  async forget(): Promise<void> {
    await this.database.query('DELETE FROM audit_export_links WHERE expires_at <= $1', [this.clock.now()]);
  }

  /**
   * Uses a link up: of two requests that come at once, one gets it; nobody does when who asked has signed out since, was
   * signed out or has another role.
   *
   * @param origin of the request that follows the link
   * @throws AppError `audit.export_link_over`
   */
  async use(token: string, origin: Origin): Promise<{ actor: Actor; linked: Linked }> {
    const { actor, request } = await this.used<Linked>(token, false, origin);
    return { actor: actorAgain(actor, origin), linked: request };
  }

  /** As `use`, of a link to a month of the archive. @throws AppError `audit.export_link_over` */
  async useForMonth(token: string, origin: Origin): Promise<{ actor: Actor } & LinkedMonth> {
    const { actor, request } = await this.used<LinkedMonth>(token, true, origin);
    return { actor: actorAgain(actor, origin), ...request };
  }

  private async used<Request>(
    token: string,
    isMonth: boolean,
    origin: Origin,
  ): Promise<{ request: Request; actor: KeptActor }> {
    const [link] = rowsOf<{ request: Request; actor: KeptActor }>(
      await this.database.query(
        `DELETE FROM audit_export_links WHERE token_sha256 = $1 AND expires_at > $2 AND request ? 'archivedMonth' = $3 AND ${stillMaySql}
         RETURNING request, actor`,
        [hashOf(token), this.clock.now(), isMonth],
      ),
    );
    if (!link) {
      await this.reads.tokenRefused(origin, { token: 'download link', because: 'unknown or over' });
      throw new AppError(
        'not_found',
        'audit.export_link_over',
        'This link has been used or has expired. Ask for the export again.',
      );
    }
    return link;
  }
}
