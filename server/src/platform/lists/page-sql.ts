import { scopeCondition } from '../access/scope.ts';
import { invalid } from '../errors/app.error.ts';
import { type Cursor, decodeCursor } from './cursor.ts';
import type { ListQuery } from './list.contract.ts';
import type { ListDefinition, Reader, SortColumn } from './list-definition.ts';
import type { Parameters } from './parameters.ts';

export type Order = { name: string; column: SortColumn; isDescending: boolean };

/** The page's statement; exported for the benchmark, which gives the same SQL to pgbench. */
export function pageSql<Query extends ListQuery>(
  definition: ListDefinition<Query>,
  reader: Reader,
  query: Query,
  order: Order,
  fixed: (parameters: Parameters) => string[],
  parameters: Parameters,
): { sql: string } {
  const own = fixed(parameters);
  const where = [...conditions(definition, reader, query, parameters), ...own];
  const isBackward = query.before !== undefined;
  const cursorText = query.before ?? query.after;
  const goesDown = order.isDescending !== isBackward;
  if (cursorText !== undefined) {
    where.push(beyond(decodeCursor(cursorText, order.name), definition, order.column, goesDown, parameters));
  }
  const direction = goesDown ? 'DESC' : 'ASC';
  const fields = Object.entries(definition.columns).map(([name, sql]) => `'${name}', ${sql}`);
  // Rows are chosen before they are decorated and turned into JSON: the limit is reached on the index alone. Where the
  // id names a row only within what the list is of (a submission of a batch), that is asked for again.
  const sql = `SELECT json_build_object(${fields.join(', ')})::text AS json, page.list_id::text AS id, page.list_key::text AS key
    FROM (SELECT ${definition.id.sql} AS list_id, ${order.column.sql} AS list_key
            FROM ${definition.from} WHERE ${where.join(' AND ')}
           ORDER BY ${order.column.sql} ${direction}, ${definition.id.sql} ${direction}
           LIMIT ${parameters.add(query.limit + 1)}) page
    JOIN ${definition.from} ON ${[`${definition.id.sql} = page.list_id`, ...own].join(' AND ')} ${definition.decorate ?? ''}
   ORDER BY page.list_key ${direction}, page.list_id ${direction}`;
  return { sql };
}

/** @throws AppError `list.unknown_sort` */
export function orderOf<Query>(definition: ListDefinition<Query>, requested: string | undefined): Order {
  const sort = requested ?? definition.defaultSort;
  const isDescending = sort.startsWith('-');
  const field = isDescending ? sort.slice(1) : sort;
  // Own fields only: `sort=constructor` is no column.
  const column = Object.hasOwn(definition.sorts, field) ? definition.sorts[field] : undefined;
  if (!column) {
    const known = Object.keys(definition.sorts).join(', ');
    throw invalid('list.unknown_sort', `This list sorts by: ${known}.`, [
      { path: 'sort', message: `must be one of ${known}` },
    ]);
  }
  return { name: sort, column, isDescending };
}

/** Which rows a reader gets for a query, before any cursor. */
export function conditions<Query extends ListQuery>(
  definition: ListDefinition<Query>,
  reader: Reader,
  query: Query,
  parameters: Parameters,
): string[] {
  const found = [
    definition.subject === null
      ? undefined
      : scopeCondition(reader.ability, 'read', definition.subject, definition.access, parameters),
    query.ids && idsCondition(definition.id, query.ids, parameters),
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

const readable: Record<ListDefinition<never>['id']['type'], RegExp> = {
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
  bigint: /^\d{1,18}$/,
  text: /^/,
};

/** Compares in the column's own type, for its index; an id of another form is nobody's. */
function idsCondition(
  id: ListDefinition<never>['id'],
  ids: readonly string[],
  parameters: Parameters,
): string {
  const possible = ids.filter((given) => readable[id.type].test(given));
  return `${id.sql} = ANY(${parameters.add(possible)}::${id.type}[])`;
}
