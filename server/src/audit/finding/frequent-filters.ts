import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { scopeCondition } from '../../platform/access/scope.ts';
import type { Reader } from '../../platform/lists/list-definition.ts';
import { Parameters } from '../../platform/lists/parameters.ts';
import type { AuditListQuery, ResolvedFilter } from '../audit.queries.ts';
import { beyondSql, directionOf } from '../audit-page.ts';
import { type Meeting, meetingOf, meetingSql, sideBySide, spansSql } from './meeting.sql.ts';

/** Of fewer events than this, each is looked at. */
const few = 2_000;
/** Looking at one event costs as much as passing so many entries of an index. */
const dearer = 40;

type Place = Pick<AuditListQuery, 'limit' | 'sort' | 'after' | 'before'>;
type Key = { occurred_at: Date; id: string };

/**
 * Two filters that fit many events each and hardly any together (what a program does, and what only people do): the
 * events of either would all have to be looked at, seconds for a million. The indexes are read side by side instead.
 */
@Injectable()
export class FrequentFilters {
  constructor(private readonly database: DataSource) {}

  /**
   * The keys of a page.
   *
   * @param limit most keys
   * @returns undefined for a filter that is no such case
   */
  keys(
    reader: Pick<Reader, 'ability'>,
    filter: ResolvedFilter,
    place: Place,
    limit: number,
  ): Promise<Key[] | undefined> {
    return this.met(reader, filter, place, async (runner, meeting, p, isDescending) => {
      const sql = meetingSql(meeting, isDescending, p.add(limit));
      return (await runner.query(sql, p.values)) as Key[];
    });
  }

  /** @returns how many events fit, up to `limit`; undefined for a filter that is no such case */
  count(reader: Pick<Reader, 'ability'>, filter: ResolvedFilter, limit: number): Promise<number | undefined> {
    return this.met(reader, filter, { limit }, async (runner, meeting, p) => {
      const keys = meetingSql(meeting, true, p.add(limit));
      const rows: { count: number }[] = await runner.query(
        `SELECT count(*)::int AS count FROM (${keys}) k`,
        p.values,
      );
      return rows[0]?.count ?? 0;
    });
  }

  private async met<T>(
    reader: Pick<Reader, 'ability'>,
    filter: ResolvedFilter,
    place: Place,
    work: (runner: QueryRunner, meeting: Meeting, p: Parameters, isDescending: boolean) => Promise<T>,
  ): Promise<T | undefined> {
    const p = new Parameters();
    const isAll = scopeCondition(reader.ability, 'read', 'AuditEvent', {}, p) === 'true';
    const meeting = isAll ? meetingOf(filter, p) : undefined;
    if (!meeting) return undefined;
    meeting.range.push(...beyondSql(place, p));
    const { goesDown } = directionOf(place);
    const runner = this.database.createQueryRunner();
    try {
      await runner.startTransaction();
      if (!(await this.areFrequent(runner, meeting, p, goesDown))) return undefined;
      await runner.query(sideBySide);
      return await work(runner, meeting, p, goesDown);
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  }

  private async areFrequent(
    runner: QueryRunner,
    meeting: Meeting,
    p: Parameters,
    isDescending: boolean,
  ): Promise<boolean> {
    const sql = spansSql(meeting, isDescending, String(few));
    const [row]: { spans: (number | null)[] }[] = await runner.query(sql, p.values);
    const spans = (row?.spans ?? []).filter((span) => span !== null);
    const isFew = spans.length < meeting.conditions.length;
    return !isFew && Math.max(...spans) <= dearer * Math.max(1, Math.min(...spans));
  }
}
