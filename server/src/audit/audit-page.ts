import { invalid } from '../platform/errors/app.error.ts';
import { type Cursor, decodeCursor, encodeCursor } from '../platform/lists/cursor.ts';
import type { Page } from '../platform/lists/list.contract.ts';
import type { Parameters } from '../platform/lists/parameters.ts';
import type { AuditListQuery, AuditRow } from './audit.queries.ts';

/** The part of a list's query that says where its page lies. */
type Place = Pick<AuditListQuery, 'limit' | 'sort' | 'after' | 'before'>;

const sorts = ['-occurredAt', 'occurredAt'];

/**
 * @returns the list's order, and whether this page is read down the log (towards older events)
 * @throws AppError `list.unknown_sort`
 */
export function directionOf({ sort = '-occurredAt', before }: Pick<Place, 'sort' | 'before'>) {
  if (!sorts.includes(sort)) {
    throw invalid('list.unknown_sort', 'The change log sorts by occurredAt.', [
      { path: 'sort', message: `must be one of ${sorts.join(', ')}` },
    ]);
  }
  return { sort, goesDown: (sort === '-occurredAt') !== (before !== undefined) };
}

/**
 * The condition for what lies beyond the cursor; none on the first page.
 *
 * @param columns moment and id of an event, where they are read from
 * @throws AppError `list.bad_cursor`
 */
export function beyondSql(place: Place, p: Parameters, columns = '(e.occurred_at, e.id)'): string[] {
  const { sort, goesDown } = directionOf(place);
  const text = place.before ?? place.after;
  if (text === undefined) return [];
  const { key, id } = checked(decodeCursor(text, sort));
  return [`${columns} ${goesDown ? '<' : '>'} (${p.add(key)}::text::timestamptz, ${p.add(id)}::text::uuid)`];
}

/** A cursor can be made up: one that is not a moment and an id must be refused here, before PostgreSQL sees it. */
function checked(cursor: Cursor): Cursor {
  const isMoment = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?\+00$/.test(cursor.key);
  const isDate = isMoment && !Number.isNaN(Date.parse(`${cursor.key.replace(' ', 'T')}:00`));
  if (isDate && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(cursor.id)) return cursor;
  throw invalid('list.bad_cursor', 'The cursor does not belong to this list; start again without it.');
}

/**
 * @param rows as they were read: one more than the limit if there are more, in reverse order for `before`
 * @param total how many there are, counted no further than `counted` + 1
 */
export function pageOfRows<T>(
  rows: readonly AuditRow[],
  total: number,
  counted: number,
  place: Place,
  toView: (row: AuditRow) => T,
): Page<T> {
  const { sort } = directionOf(place);
  const isBackward = place.before !== undefined;
  const hasMore = rows.length > place.limit;
  const page = rows.slice(0, place.limit);
  if (isBackward) page.reverse();
  const cursor = (row: AuditRow | undefined) =>
    row ? encodeCursor({ sort, key: row.key, id: row.id }) : null;
  return {
    items: page.map(toView),
    next: isBackward || hasMore ? cursor(page.at(-1)) : null,
    previous: (isBackward && hasMore) || place.after !== undefined ? cursor(page[0]) : null,
    total: Math.min(total, counted),
    totalKind: total > counted ? 'capped' : 'exact',
  };
}
