import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type AppError, gone, notFound } from '../../platform/errors/app.error.ts';
import type { ListDefinition, Reader } from '../../platform/lists/list-definition.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import { momentOf } from '../moment.ts';
import type { AuditArchivedMonthListQuery } from './retention.contract.ts';

const monthList: ListDefinition<AuditArchivedMonthListQuery> = {
  subject: 'AuditRetention',
  from: 'audit_retentions r',
  id: { sql: 'r.id', type: 'uuid' },
  columns: {
    id: 'r.id',
    month: 'r.month',
    events: 'r.events',
    lastSegment: 'r.last_segment',
    archivedAt: 'r.archived_at',
    droppedAt: 'r.dropped_at',
    bucket: 'r.bucket',
    key: 'r.object_key',
    bytes: 'r.bytes',
    sha256: 'r.sha256',
    eventId: 'r.event_id',
    note: 'r.note',
  },
  access: {},
  sorts: { archivedAt: { sql: 'r.archived_at', type: 'timestamptz' } },
  defaultSort: '-archivedAt',
  filters: () => [],
};

type Place = { month: string; bucket: string; key: string; sha256: string };

/** The months that lie in the archive. */
@Injectable()
export class ArchivedMonths {
  constructor(
    private readonly database: DataSource,
    private readonly lists: Lists,
  ) {}

  /** @returns the page as JSON text @throws AppError `list.bad_cursor`, `list.unknown_sort` */
  list(reader: Reader, query: AuditArchivedMonthListQuery): Promise<string> {
    return this.lists.page(monthList, reader, query);
  }

  /**
   * Why an event is not in the log: its id carries its moment, and so its month.
   *
   * @returns `audit.archived` (410) with where it lies when that month has left, else `audit_event.not_found`
   */
  async absence(eventId: string): Promise<AppError> {
    const at = momentOf(eventId);
    if (at.getTime() > Date.now()) return notFound('audit_event', eventId);
    const [place]: Place[] = await this.database.query(
      `SELECT month, bucket, object_key AS key, sha256 FROM audit_retentions WHERE month = $1 AND dropped_at IS NOT NULL`,
      [at.toISOString().slice(0, 7)],
    );
    if (!place) return notFound('audit_event', eventId);
    return gone(
      'audit.archived',
      `The events of ${place.month} have left the change log. They lie in the archive: ${place.bucket}/${place.key}`,
      { id: eventId, ...place },
    );
  }
}
