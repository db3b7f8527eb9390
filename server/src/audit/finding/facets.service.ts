import { Inject, Injectable, Optional } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import type { z } from 'zod';
import { reading } from '../../platform/database/reading.ts';
import type { Reader } from '../../platform/lists/list-definition.ts';
import { Parameters } from '../../platform/lists/parameters.ts';
import { type AuditRow, narrowingOf, type ResolvedFilter } from '../audit.queries.ts';
import { viewOf } from '../audit-view.ts';
import { countsSql, type FacetName, facetColumns } from './facet.sql.ts';
import { type AuditFacet, type AuditFacets, type auditFacetsQuery, mostCounted } from './facets.contract.ts';
import { FilterNames } from './filter-names.ts';
import { KnownActions } from './known-actions.ts';
import { withLine } from './line-filter.ts';
import { rowsSql, valuesSql } from './page.sql.ts';

/** How many of the newest events that fit are read to see which values there are. */
const sampled = 5_000;
/** The most values of one facet: a longer list would be no help in choosing. */
const mostValues = 12;
/** Injection token: milliseconds that one count may take, in place of `patienceMs`. */
export const PATIENCE = Symbol('PATIENCE');
/** Nobody waits longer than this for counts; what is not counted by then is left out. */
const patienceMs = 400;

const nothing: AuditFacet = { values: [], isComplete: false };
type Count = { value: string; count: number };

/** Counts the values that the events of a filter have: capped, and in bounded time. */
@Injectable()
export class FacetsService {
  constructor(
    private readonly database: DataSource,
    private readonly names: FilterNames,
    private readonly actions: KnownActions,
    @Optional() @Inject(PATIENCE) private readonly patience = patienceMs,
  ) {}

  /** @throws AppError as the list of events does */
  async of(reader: Reader, { q, ...given }: z.infer<typeof auditFacetsQuery>): Promise<AuditFacets> {
    const filter = await this.names.resolve(withLine(q, given));
    const facet = (name: FacetName) => this.facet(reader, name, filter);
    // One after the other: four at once would take four connections for something secondary.
    const action = await facet('action');
    const type = await facet('type');
    const source = await facet('source');
    const actor = await this.named(reader, await facet('actor'));
    return { action, actor, type, source };
  }

  private async facet(reader: Reader, name: FacetName, filter: ResolvedFilter): Promise<AuditFacet> {
    const others = withoutOwn(name, filter);
    const known = name === 'action' && others.ids === undefined ? await this.actions.all() : [];
    const column = facetColumns[name];
    const counted = await this.inTime(async (runner) => {
      const newest = await this.inNewest(runner, reader, others, column);
      const isAll = newest.reduce((sum, { count }) => sum + count, 0) < sampled;
      if (isAll) return { counts: newest, isAll };
      const values = [...new Set([...newest.map(({ value }) => value).slice(0, mostValues), ...known])];
      const p = new Parameters();
      const narrowing = narrowingOf(others, reader, 'read', 'paged', p);
      const sql = countsSql(narrowing, column, p.add(values), p.add(mostCounted + 1));
      const counts: Count[] = await runner.query(sql, p.values);
      return { counts, isAll: name === 'action' };
    });
    if (counted === undefined) return nothing;
    const { counts, isAll } = counted;
    const values = counts.slice(0, mostValues).map(({ value, count }) => ({
      value,
      label: null,
      count: Math.min(count, mostCounted),
      isCapped: count > mostCounted,
    }));
    return { values, isComplete: isAll && counts.length <= mostValues };
  }

  /** The values in the newest events that fit, the most frequent first. */
  private inNewest(
    runner: QueryRunner,
    reader: Reader,
    filter: ResolvedFilter,
    column: string,
  ): Promise<Count[]> {
    const p = new Parameters();
    const sql = valuesSql(narrowingOf(filter, reader, 'read', 'paged', p), column, p.add(sampled));
    return runner.query(
      `SELECT value, count(*)::int AS count FROM (${sql}) newest GROUP BY value ORDER BY count DESC, value`,
      p.values,
    );
  }

  /** @returns undefined when it took too long */
  private async inTime<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T | undefined> {
    try {
      return await reading(this.database, async (runner) => {
        await runner.query(`SET LOCAL statement_timeout = ${this.patience}`);
        return work(runner);
      });
    } catch (error) {
      if ((error as { driverError?: { code?: unknown } }).driverError?.code === '57014') return undefined;
      throw error;
    }
  }

  /** Labels actors with the name under which the log had them last. */
  private async named(reader: Reader, facet: AuditFacet): Promise<AuditFacet> {
    const ids = facet.values.map(({ value }) => value);
    if (ids.length === 0) return facet;
    const p = new Parameters();
    const { conditions } = narrowingOf({}, reader, 'read', 'paged', p);
    const latest = `SELECT last.occurred_at, last.id FROM unnest(${p.add(ids)}::text[]) AS given (actor) CROSS JOIN LATERAL (
      SELECT e.occurred_at, e.id FROM audit_events e WHERE e.actor_id = given.actor AND ${conditions.join(' AND ')}
       ORDER BY e.occurred_at DESC, e.id DESC LIMIT 1) last`;
    const rows: AuditRow[] = await this.database.query(rowsSql(latest, true), p.values);
    const events = rows.flatMap((row) => viewOf(row) ?? []);
    const labels = new Map(events.map(({ actor }) => [actor.id, actor.name]));
    return {
      ...facet,
      values: facet.values.map((each) => ({ ...each, label: labels.get(each.value) ?? null })),
    };
  }
}

function withoutOwn(name: FacetName, filter: ResolvedFilter): ResolvedFilter {
  const { actions, actorIds, types, sources, ...rest } = filter;
  return {
    ...rest,
    ...(actions && name !== 'action' && { actions }),
    ...(actorIds && name !== 'actor' && { actorIds }),
    ...(types && name !== 'type' && { types }),
    ...(sources && name !== 'source' && { sources }),
  };
}
