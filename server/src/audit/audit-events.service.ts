import { Injectable } from '@nestjs/common';
import { systemActor } from '../platform/access/actor.ts';
import { DataSource } from 'typeorm';
import type { Reader } from '../platform/lists/list-definition.ts';
import { countLimit } from '../platform/lists/list.query.ts';
import { Parameters } from '../platform/lists/parameters.ts';
import { DepartedEvents } from './archive/departed-events.service.ts';
import type { AuditEventView, AuditPage } from './audit.contract.ts';
import {
  type AuditFilter,
  type AuditListQuery,
  type AuditRow,
  type Besides,
  narrowingOf,
  type ResolvedFilter,
} from './audit.queries.ts';
import { beyondSql, directionOf, pageOfRows } from './audit-page.ts';
import { FilterNames } from './finding/filter-names.ts';
import { FrequentFilters } from './finding/frequent-filters.ts';
import { withLine } from './finding/line-filter.ts';
import { beyond, countSql, givenSql, keysSql, rowsSql } from './finding/page.sql.ts';
import { viewsOf } from './unreadable-event.ts';
import { isUuid } from './uuid.ts';

/** Reads the change log. */
@Injectable()
export class AuditEventsService {
  constructor(
    private readonly database: DataSource,
    private readonly names: FilterNames,
    private readonly frequent: FrequentFilters,
    private readonly departed: DepartedEvents,
  ) {}

  /**
   * @throws AppError `list.bad_cursor`, `list.unknown_sort`, `audit.bad_period`, `audit.bad_search`, and what
   *   `resolve` throws
   */
  async list(reader: Reader, query: AuditListQuery): Promise<AuditPage> {
    const { q, sort: _, limit: __, after: ___, before: ____, ids, ...given } = query;
    const asked = withLine(q, given);
    const resolved = await this.resolve(asked);
    const wanted = ids?.filter(isUuid).map((id) => id.toLowerCase());
    const filter = { ...resolved, ...(wanted && { ids: wanted }) };
    const [rows, total, taken, departed] = await Promise.all([
      this.rows(reader, filter, query),
      this.count(reader, filter),
      this.names.taken(asked),
      this.departed.among(wanted ?? []),
    ]);
    const views = await viewsOf(this.database, rows.slice(0, query.limit));
    const page = pageOfRows(rows, total, countLimit, query, ({ id }) => views.get(id) ?? []);
    return { ...page, items: page.items.flat(), taken, departed };
  }

  /** @throws AppError `audit_event.not_found`, `audit.archived` when its month has left the log */
  async get(reader: Reader, id: string): Promise<AuditEventView> {
    const [row] = await this.rows(reader, { ids: [id] }, { limit: 1 });
    const view = row && (await viewsOf(this.database, [row])).get(row.id);
    if (!view) throw await this.departed.absence(id);
    return view;
  }

  /**
   * Everything that belongs to a record, newest first. Checks no permission: the caller has made sure that the reader
   * may see the record.
   *
   * @param besides what is left out
   */
  async byRoot(
    rootType: string,
    rootId: string,
    limit: number,
    besides?: Besides,
  ): Promise<AuditEventView[]> {
    const filter = { rootType, rootId, ...(besides !== undefined && { besides }) };
    const rows = await this.rows(systemActor('audit'), filter, { limit });
    const page = rows.slice(0, limit);
    const views = await viewsOf(this.database, page);
    return page.flatMap(({ id }) => views.get(id) ?? []);
  }

  /**
   * Looks up what a filter names.
   *
   * @throws AppError `audit.actor_too_vague`, `audit.unknown_record`, `audit.reason_too_short`, `audit.root_type_alone`
   */
  resolve(filter: AuditFilter): Promise<ResolvedFilter> {
    return this.names.resolve(filter);
  }

  /** The people whom the texts of a filter mean, for telling of a search that is over. */
  async meant(filter: AuditFilter): Promise<Pick<ResolvedFilter, 'meant'>> {
    return { meant: await this.names.meant(filter) };
  }

  /** Up to one row more than the limit, which says that there are more. */
  private async rows(
    reader: Reader,
    filter: ResolvedFilter,
    query: Pick<AuditListQuery, 'limit' | 'sort' | 'after' | 'before'>,
  ): Promise<AuditRow[]> {
    const { goesDown } = directionOf(query);
    const keys = await this.frequent.keys(reader, filter, query, query.limit + 1);
    if (keys !== undefined) {
      const values = [keys.map((key) => key.occurred_at), keys.map(({ id }) => id)];
      return this.database.query(rowsSql(givenSql('$1', '$2'), goesDown), values);
    }
    const p = new Parameters();
    const narrowing = narrowingOf(filter, reader, 'read', 'paged', p);
    const page = beyond(narrowing, (columns) => beyondSql(query, p, columns));
    return this.database.query(rowsSql(keysSql(page, goesDown, p.add(query.limit + 1)), goesDown), p.values);
  }

  private async count(reader: Reader, filter: ResolvedFilter): Promise<number> {
    const met = await this.frequent.count(reader, filter, countLimit + 1);
    if (met !== undefined) return met;
    const p = new Parameters();
    const sql = countSql(narrowingOf(filter, reader, 'read', 'paged', p), p.add(countLimit + 1));
    const [row]: { count: number }[] = await this.database.query(sql, p.values);
    return row?.count ?? 0;
  }
}
