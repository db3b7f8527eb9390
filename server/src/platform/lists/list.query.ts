import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { scopeCondition } from '../access/scope.ts';
import { invalid } from '../errors/app.error.ts';
import { type Cursor, decodeCursor, encodeCursor } from './cursor.ts';
import type { ListQuery } from './list.contract.ts';
import type { ListDefinition, Reader, SortColumn } from './list-definition.ts';
import { Parameters } from './parameters.ts';

/** Rows are counted up to here; beyond it the total says `capped`. */
export const countLimit = 10_000;

type Order = { name: string; column: SortColumn; isDescending: boolean };
type PageRow = { json: string; id: string; key: string };

/** Reads keyset pages as JSON text that PostgreSQL built: one statement a page, the same cost at any depth. */
@Injectable()
export class Lists {
  constructor(private readonly database: DataSource) {}

  /**
   * @param fixed conditions that the caller has decided, e.g. the submission whose records are listed
   * @returns the page (`pageOf` in list.contract.ts) as JSON text
   * @throws AppError `list.bad_cursor`, `list.unknown_sort`
   */
  async page<Query extends ListQuery>(
    definition: ListDefinition<Query>,
    reader: Reader,
    query: Query,
    fixed: (parameters: Parameters) => string[] = () => [],
  ): Promise<string> {
    const order = orderOf(definition, query.sort);
    const [rows, total] = await Promise.all([
      this.rows(definition, reader, query, order, fixed),
      this.count(definition, reader, query, fixed),
    ]);
    const isBackward = query.before !== undefined;
    const hasMore = rows.length > query.limit;
    const page = rows.slice(0, query.limit);
    if (isBackward) page.reverse();
    const cursor = (row: PageRow | undefined) =>
      row ? encodeCursor({ sort: order.name, key: row.key, id: row.id }) : null;
    const next = isBackward || hasMore ? cursor(page.at(-1)) : null;
    const previous = (isBackward && hasMore) || query.after !== undefined ? cursor(page[0]) : null;
    const meta = {
      next,
      previous,
      total: Math.min(total, countLimit),
      totalKind: total > countLimit ? 'capped' : 'exact',
    };
    return `{"items":[${page.map((row) => row.json).join(',')}],${JSON.stringify(meta).slice(1)}`;
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
    return this.database.query(sql, parameters.values);
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

/** The page's statement; exported for the benchmark, which gives the same SQL to pgbench. */
export function pageSql<Query extends ListQuery>(
  definition: ListDefinition<Query>,
  reader: Reader,
  query: Query,
  order: Order,
  fixed: (parameters: Parameters) => string[],
  parameters: Parameters,
): { sql: string } {
  const where = [...conditions(definition, reader, query, parameters), ...fixed(parameters)];
  const isBackward = query.before !== undefined;
  const cursorText = query.before ?? query.after;
  const goesDown = order.isDescending !== isBackward;
  if (cursorText !== undefined) {
    where.push(beyond(decodeCursor(cursorText, order.name), definition, order.column, goesDown, parameters));
  }
  const direction = goesDown ? 'DESC' : 'ASC';
  const fields = Object.entries(definition.columns).map(([name, sql]) => `'${name}', ${sql}`);
  // Rows are chosen before they are decorated and turned into JSON: the limit is reached on the index alone.
  const sql = `SELECT json_build_object(${fields.join(', ')})::text AS json, page.list_id::text AS id, page.list_key::text AS key
    FROM (SELECT ${definition.id.sql} AS list_id, ${order.column.sql} AS list_key
            FROM ${definition.from} WHERE ${where.join(' AND ')}
           ORDER BY ${order.column.sql} ${direction}, ${definition.id.sql} ${direction}
           LIMIT ${parameters.add(query.limit + 1)}) page
    JOIN ${definition.from} ON ${definition.id.sql} = page.list_id ${definition.decorate ?? ''}
   ORDER BY page.list_key ${direction}, page.list_id ${direction}`;
  return { sql };
}

/** @throws AppError `list.unknown_sort` */
export function orderOf<Query>(definition: ListDefinition<Query>, requested: string | undefined): Order {
  const sort = requested ?? definition.defaultSort;
  const isDescending = sort.startsWith('-');
  const column = definition.sorts[isDescending ? sort.slice(1) : sort];
  if (!column) {
    const known = Object.keys(definition.sorts).join(', ');
    throw invalid('list.unknown_sort', `This list sorts by: ${known}.`, [
      { path: 'sort', message: `must be one of ${known}` },
    ]);
  }
  return { name: sort, column, isDescending };
}

function conditions<Query extends ListQuery>(
  definition: ListDefinition<Query>,
  reader: Reader,
  query: Query,
  parameters: Parameters,
): string[] {
  const found = [
    definition.subject === null
      ? undefined
      : scopeCondition(reader.ability, 'read', definition.subject, definition.access, parameters),
    query.ids && `${definition.id.sql}::text = ANY(${parameters.add(query.ids)})`,
    query.q ? definition.search?.(query.q, parameters) : undefined,
    ...definition.filters(query, parameters, reader.id),
  ].filter((condition) => condition !== undefined);
  return found.length > 0 ? found : ['true'];
}

function beyond<Query>(
  cursor: Cursor,
  definition: ListDefinition<Query>,
  column: SortColumn,
  goesDown: boolean,
  parameters: Parameters,
): string {
  const key = `${parameters.add(cursor.key)}::text::${column.type}`;
  const id = `${parameters.add(cursor.id)}::text::${definition.id.type}`;
  return `(${column.sql}, ${definition.id.sql}) ${goesDown ? '<' : '>'} (${key}, ${id})`;
}
