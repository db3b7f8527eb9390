import { Injectable } from '@nestjs/common';
import type { ListDefinition, Reader } from '../../platform/lists/list-definition.ts';
import { Lists } from '../../platform/lists/list.query.ts';
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

/** The months that lie in the archive. */
@Injectable()
export class ArchivedMonths {
  constructor(private readonly lists: Lists) {}

  /** @returns the page as JSON text @throws AppError `list.bad_cursor`, `list.unknown_sort` */
  list(reader: Reader, query: AuditArchivedMonthListQuery): Promise<string> {
    return this.lists.page(monthList, reader, query);
  }
}
