import type { Writable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor, Origin } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { conflict, notFound } from '../../platform/errors/app.error.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import { AuditEventsService } from '../audit-events.service.ts';
import { AuditLog } from '../audit-log.ts';
import { KeyStanding } from '../sealing/key-standing.ts';
import type { AuditExportListQuery, AuditExportTicket, AuditExportView } from './export.contract.ts';
import { exportList, hasFileSql, visibleSql } from './export.queries.ts';
import { downloadedEvent } from './export-events.ts';
import { AuditExportLinks } from './export-links.ts';
import { NoExport, notedKey } from './export-place.ts';
import { exportColumns, type ExportRow } from './export-rows.ts';
import { ExportStore } from './export-store.ts';
import { type AuditExport, AuditExports } from './exports.service.ts';
import { attachment, contentTypeOf } from './file-name.ts';

/** Lists exports, and hands out the files that are kept. */
@Injectable()
export class AuditExportDownloads {
  private readonly logger = new Logger(AuditExportDownloads.name);

  constructor(
    private readonly database: DataSource,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly events: AuditEventsService,
    private readonly lists: Lists,
    private readonly links: AuditExportLinks,
    private readonly exports: AuditExports,
    private readonly store: ExportStore,
    private readonly standing: KeyStanding,
  ) {}

  /** @returns the page as JSON text */
  list(actor: Actor, query: AuditExportListQuery): Promise<string> {
    return this.lists.page(exportList, actor, query, (p) => [visibleSql(p.add(actor.id))]);
  }

  /** @throws AppError `audit_export.not_found` */
  async get(actor: Actor, id: string): Promise<AuditExportView> {
    const page = JSON.parse(await this.list(actor, { ids: [id], limit: 1 })) as { items: AuditExportView[] };
    const [found] = page.items;
    if (!found) throw notFound('audit_export', id);
    return found;
  }

  /** The signed manifest of one that is complete. @throws AppError `audit_export.not_found`, `audit.no_manifest` */
  async manifest(actor: Actor, id: string): Promise<string> {
    await this.get(actor, id);
    const [row]: { manifest: string | null }[] = await this.database.query(
      'SELECT manifest FROM audit_exports WHERE id = $1',
      [id],
    );
    if (!row?.manifest)
      throw conflict('audit.no_manifest', 'An export has its manifest when it is complete.');
    return `${row.manifest}\n`;
  }

  /** A link to the file that is kept. @throws AppError `audit_export.not_found`, `audit.no_file` */
  async link(actor: Actor, id: string): Promise<AuditExportTicket> {
    const { hasFile } = await this.get(actor, id);
    if (!hasFile) throw noFile();
    return this.links.create(actor, { exportId: id });
  }

  /**
   * Follows a link, which is then used up, unless there is no room for another export.
   *
   * @throws AppError `audit.export_link_over`, `audit.no_file`, and what `AuditExports.start` throws
   */
  async follow(token: string, origin: Origin, out: Writable): Promise<AuditExport> {
    this.exports.assertRoom();
    await this.standing.assertExportsRegistered();
    const { actor, linked } = await this.links.use(token, origin);
    return 'query' in linked
      ? this.exports.start(actor, linked.query, out)
      : this.open(actor, linked.exportId);
  }

  /**
   * Opens the file that is kept, and writes the event of its download. The row only says which export is meant: the
   * place is the export's own, and somebody's export is one that the log knows as theirs, with this hash.
   *
   * @throws AppError `audit.no_file`
   */
  private async open(actor: Actor, id: string): Promise<AuditExport> {
    const [row]: ExportRow[] = await this.database.query(
      `SELECT ${exportColumns} FROM audit_exports WHERE id = $1 AND ${hasFileSql('')}`,
      [id],
    );
    const key = row && (await this.ownKey(row));
    if (!key) throw noFile();
    const { format, compression, filter, sha256, fileName } = row;
    const resolved = await this.events.meant(filter);
    const { stream, bytes } = await this.store.open(row.origin, key);
    try {
      await this.uow.run((tx) =>
        this.audit.record(tx, actor, downloadedEvent({ id, format, filter, resolved }, sha256)),
      );
    } catch (error) {
      stream.destroy();
      throw error;
    }
    const headers = {
      'content-type': contentTypeOf(format, compression),
      'content-disposition': attachment(fileName),
      'content-length': String(bytes),
      'cache-control': 'no-store',
      'x-audit-export': id,
    };
    return { headers, stream };
  }

  /** @returns null where the row says what the log does not, which is logged */
  private async ownKey(row: ExportRow): Promise<string | null> {
    try {
      const key = notedKey(row);
      const known: unknown[] =
        row.origin === 'job'
          ? await this.database.query(knownSql, [row.id, row.requestedBy, row.sha256])
          : [row];
      if (known.length > 0) return key;
      this.logger.error(`the change log does not know the file of export ${row.id}, which is not handed out`);
    } catch (error) {
      if (!(error instanceof NoExport)) throw error;
      this.logger.error(error.message);
    }
    return null;
  }
}

/** The request of an export and its end. */
const knownSql = `
  SELECT FROM audit_events asked JOIN audit_events ended ON ended.root_id = asked.root_id
   WHERE asked.root_id = $1 AND asked.action = 'audit.export_request' AND asked.actor_id = $2
     AND ended.action = 'audit.export_end' AND position('"sha256":"' || $3 || '"' IN ended.body) > 0 LIMIT 1`;

const noFile = () => conflict('audit.no_file', 'No file of this export is kept here, or no longer.');
