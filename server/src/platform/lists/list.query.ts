import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { invalid } from '../errors/app.error.ts';
import { badCursor, encodeCursor } from './cursor.ts';
import type { ListQuery } from './list.contract.ts';
import type { ListDefinition, Reader } from './list-definition.ts';
import { conditions, type Order, orderOf, pageSql } from './page-sql.ts';
import { Parameters } from './parameters.ts';

/** Rows are counted up to here; beyond it the total says `capped`. */
export const countLimit = 10_000;

type PageRow = { json: string; id: string; key: string };

/** Reads keyset pages as JSON text that PostgreSQL built: one statement a page, the same cost at any depth. */
@Injectable()
export class Lists {
  constructor(private readonly database: DataSource) {}

  /**
   * @param fixed conditions that the caller has decided, e.g. the submission whose records are listed
   * @returns the page (`pageOf` in list.contract.ts) as JSON text
   * @throws AppError `list.bad_cursor`, `list.two_cursors`, `list.unknown_sort`
   */
  async page<Query extends ListQuery>(
    definition: ListDefinition<Query>,
    reader: Reader,
    query: Query,
    fixed: (parameters: Parameters) => string[] = () => [],
  ): Promise<string> {
    if (query.after !== undefined && query.before !== undefined)
      throw invalid('list.two_cursors', 'A page lies after one cursor or before one, not both.');
    const order = orderOf(definition, query.sort);
    const [rows, total] = await Promise.all([
      this.rows(definition, reader, query, order, fixed),
      this.count(definition, reader, query, fixed),
    ]);
    return pageText(rows, query, total, ({ key, id }) => encodeCursor({ sort: order.name, key, id }));
  }

  /** One row of the list by its id, as JSON text; undefined when there is none or it is not the reader's to see. */
  async one<Query extends ListQuery>(
    definition: ListDefinition<Query>,
    reader: Reader,
    id: string,
    base: Query,
  ): Promise<string | undefined> {
    const order = orderOf(definition, undefined);
    const [row] = await this.rows(definition, reader, { ...base, ids: [id] }, order, () => []);
    return row?.json;
  }

  /** Rows by value of one column, for tabs: the same filters as the list's. */
  async countBy<Query extends ListQuery>(
    definition: ListDefinition<Query>,
    reader: Reader,
    query: Query,
    column: string,
  ): Promise<Record<string, number>> {
    const parameters = new Parameters();
    const where = conditions(definition, reader, query, parameters);
    const rows: { value: string; count: number }[] = await this.database.query(
      `SELECT ${column} AS value, count(*)::int AS count FROM ${definition.from} WHERE ${where.join(' AND ')} GROUP BY 1`,
      parameters.values,
    );
    return Object.fromEntries(rows.map(({ value, count }) => [value, count]));
  }

  private async rows<Query extends ListQuery>(
    definition: ListDefinition<Query>,
    reader: Reader,
    query: Query,
    order: Order,
    fixed: (parameters: Parameters) => string[],
  ): Promise<PageRow[]> {
    const parameters = new Parameters();
    const { sql } = pageSql(definition, reader, query, order, fixed, parameters);
    try {
      return await this.database.query(sql, parameters.values);
    } catch (error) {
      const hasCursor = query.after !== undefined || query.before !== undefined;
      if (hasCursor && isUnreadableValue(error)) throw badCursor();
      throw error;
    }
  }

  private async count<Query extends ListQuery>(
    definition: ListDefinition<Query>,
    reader: Reader,
    query: Query,
    fixed: (parameters: Parameters) => string[],
  ): Promise<number> {
    const parameters = new Parameters();
    const where = [...conditions(definition, reader, query, parameters), ...fixed(parameters)];
    const [row]: { count: number }[] = await this.database.query(
      `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${definition.from} WHERE ${where.join(' AND ')} LIMIT ${countLimit + 1}) counted`,
      parameters.values,
    );
    return row?.count ?? 0;
  }
}

/**
 * A page as JSON text.
 *
 * @param rows one more than the page has, where there are more; towards its beginning when the query reads backwards
 * @param total all rows, counted up to one beyond the limit
 */
export function pageText<Row extends { json: string }>(
  rows: readonly Row[],
  query: Pick<ListQuery, 'limit' | 'after' | 'before'>,
  total: number,
  cursorOf: (row: Row) => string,
): string {
  const isBackward = query.before !== undefined;
  const hasMore = rows.length > query.limit;
  const page = rows.slice(0, query.limit);
  if (isBackward) page.reverse();
  const cursor = (row: Row | undefined) => (row ? cursorOf(row) : null);
  const meta = {
    next: isBackward || hasMore ? cursor(page.at(-1)) : null,
    previous: (isBackward && hasMore) || query.after !== undefined ? cursor(page[0]) : null,
    total: Math.min(total, countLimit),
    totalKind: total > countLimit ? 'capped' : 'exact',
  };
  return `{"items":[${page.map(({ json }) => json).join(',')}],${JSON.stringify(meta).slice(1)}`;
}

/**
 * PostgreSQL could not read a parameter as the type of its column. Everything else in the statement was checked by
 * the query's schema, so it is the cursor that somebody made up.
 */
function isUnreadableValue(error: unknown): boolean {
  const code = (error as { driverError?: { code?: unknown } } | null)?.driverError?.code;
  return typeof code === 'string' && ['22P02', '22003', '22007', '22008', '22009', '22021'].includes(code);
}
