import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { scopeCondition } from '../../platform/access/scope.ts';
import { reading } from '../../platform/database/reading.ts';
import type { Reader } from '../../platform/lists/list-definition.ts';
import { Parameters } from '../../platform/lists/parameters.ts';
import type { AuditListQuery, ResolvedFilter } from '../audit.queries.ts';
import { beyondSql, directionOf } from '../audit-page.ts';
import { type Meeting, meetingOf, meetingSql, oftenSql, sideBySide, spansSql } from './meeting.sql.ts';

/** If fewer events than this fit a condition, each of them is looked at. */
const few = 2_000;
/** Looking at one event costs as much as passing so many entries of an index. */
const dearer = 40;
/** Looking at so many events takes less time than beginning a transaction that reads indexes side by side. */
const soon = 5_000;
/** How long it is remembered how often filters meet, in milliseconds, and of how many. */
const remembered = 60_000;
const mostRemembered = 1_000;

type Place = Pick<AuditListQuery, 'limit' | 'sort' | 'after' | 'before'>;
type Key = { occurred_at: Date; id: string };

/**
 * For two filters that each fit many events but hardly any together (a program as actor, and an action of people): all
 * events of one of them would have to be looked at, which takes seconds for a million. Instead, their indexes are read
 * side by side. Filters that often meet are left to PostgreSQL's own plan, which finds a page of them sooner.
 */
@Injectable()
export class FrequentFilters {
  private readonly known = new Map<string, { at: number; often: Promise<number | undefined> }>();

  constructor(private readonly database: DataSource) {}

  /**
   * The keys of a page.
   *
   * @param limit most keys
   * @returns undefined for a filter that is not of this kind
   */
  keys(
    reader: Pick<Reader, 'ability'>,
    filter: ResolvedFilter,
    place: Place,
    limit: number,
  ): Promise<Key[] | undefined> {
    return this.met(reader, filter, place, limit, async (runner, meeting, p, isDescending) => {
      const sql = meetingSql(meeting, isDescending, p.add(limit));
      return (await runner.query(sql, p.values)) as Key[];
    });
  }

  /** @returns how many events fit, up to `limit`; undefined for a filter that is not of this kind */
  count(reader: Pick<Reader, 'ability'>, filter: ResolvedFilter, limit: number): Promise<number | undefined> {
    return this.met(reader, filter, { limit }, limit, async (runner, meeting, p) => {
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
    wanted: number,
    work: (runner: QueryRunner, meeting: Meeting, p: Parameters, isDescending: boolean) => Promise<T>,
  ): Promise<T | undefined> {
    const p = new Parameters();
    const isAll = scopeCondition(reader.ability, 'read', 'AuditEvent', {}, p) === 'true';
    const meeting = isAll ? meetingOf(filter, p) : undefined;
    if (!meeting) return undefined;
    const ofFilter = p.values.length;
    meeting.range.push(...beyondSql(place, p));
    const { goesDown } = directionOf(place);
    // How often filters meet hardly changes within a day.
    const [moment = ''] = p.values.slice(ofFilter);
    const key = [meeting.conditions, p.values.slice(0, ofFilter), goesDown, String(moment).slice(0, 10)];
    const often = await this.meetings(JSON.stringify(key), () => this.found(meeting, p, goesDown));
    if (often === undefined || (wanted * few) / Math.max(1, often) <= soon) return undefined;
    return reading(this.database, async (runner) => {
      await runner.query(sideBySide);
      return work(runner, meeting, p, goesDown);
    });
  }

  /** Remembers how often filters meet: a page and its count ask for it at once, and the next page again. */
  private meetings(key: string, find: () => Promise<number | undefined>): Promise<number | undefined> {
    const now = performance.now();
    const known = this.known.get(key);
    if (known && now - known.at < remembered) return known.often;
    if (this.known.size >= mostRemembered) this.known.clear();
    const often = find();
    this.known.set(key, { at: now, often });
    often.catch(() => this.known.delete(key));
    return often;
  }

  /**
   * @returns how many of the first events of the rarest condition fit the others, too; undefined if one condition fits
   *   only few events, since the others are then cheap to check
   */
  private async found(meeting: Meeting, p: Parameters, isDescending: boolean): Promise<number | undefined> {
    const sql = spansSql(meeting, isDescending, String(few));
    const [row]: { spans: (number | null)[] }[] = await this.database.query(sql, p.values);
    const spans = (row?.spans ?? []).filter((span) => span !== null);
    const isFew = spans.length < meeting.conditions.length;
    const longest = Math.max(...spans);
    if (isFew || longest > dearer * Math.max(1, Math.min(...spans))) return undefined;
    const often = oftenSql(meeting, spans.indexOf(longest), isDescending, String(few));
    const [found]: { often: number }[] = await this.database.query(often, p.values);
    return found?.often ?? 0;
  }
}
