// The three tables of the log as streams of rows, each in the order in which it is read fastest; what belongs together
// lies in nearly the same order in all of them.
import type { Snapshot } from '../exporting/snapshot.ts';
import { bigintAt, BinaryRows } from './binary-rows.ts';
import type { Leaf } from './chain.ts';
import { columnCount, columnsSql } from './event-columns.ts';
import { idOf, momentOf } from './event-key.ts';
import { erasedPrefix, valuesCount, valuesSql } from './value-row.ts';

/**
 * The planner's settings: tables are read as they lie, from their beginning, leaves by the index of their numbers, and
 * single events by their keys.
 */
export const planning = {
  enable_sort: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  max_parallel_workers_per_gather: '0',
  synchronize_seqscans: 'off',
};

const leavesSql = 'l.occurred_at, l.event_id, l.seq, l.segment, l.leaf';
export const leavesCount = 5;
export const leafField = { seq: 2, segment: 3, leaf: 4 } as const;

/** @param keys of the events that are asked for; all when it is not given */
function copy(fields: string, table: string, alias: string, id: string, rest = '', keys?: readonly string[]) {
  const from = keys
    ? `unnest(ARRAY[${keys.map((key) => `'${momentOf(key)}'`).join(',')}]::timestamptz[], ARRAY[${keys.map((key) => `'${idOf(key)}'`).join(',')}]::uuid[]) k (at, id)
         JOIN ${table} ${alias} ON ${alias}.occurred_at = k.at AND ${alias}.${id} = k.id`
    : `${table} ${alias}`;
  return `COPY (SELECT ${fields} FROM ${from} ${rest}) TO STDOUT (FORMAT binary)`;
}

/** A row of leaves. */
export function leafOf(bytes: Buffer, at: Int32Array): Leaf {
  return {
    seq: bigintAt(bytes, at, leafField.seq),
    segment: bigintAt(bytes, at, leafField.segment),
    hash: bytes.subarray(at[2 * leafField.leaf], at[2 * leafField.leaf + 1]),
  };
}

export async function eventRows(snapshot: Snapshot, keys?: readonly string[]): Promise<BinaryRows> {
  return new BinaryRows(
    await snapshot.copy(copy(columnsSql, 'audit_events', 'e', 'id', '', keys)),
    columnCount,
  );
}

/** In their order, unless only some are asked for. */
export async function leafRows(snapshot: Snapshot, keys?: readonly string[]): Promise<BinaryRows> {
  const order = keys ? '' : 'ORDER BY l.seq';
  const chunks = await snapshot.copy(copy(leavesSql, 'audit_leaves', 'l', 'event_id', order, keys));
  return new BinaryRows(chunks, leavesCount);
}

/** Of some events, a person's values before what reads as erased: so what is found of one does not hang on where its rows lie. */
export async function valueRows(snapshot: Snapshot, keys?: readonly string[]): Promise<BinaryRows> {
  const order = keys ? `ORDER BY v.person_id LIKE '${erasedPrefix}%', v.person_id` : '';
  const chunks = await snapshot.copy(copy(valuesSql, 'audit_personal_values', 'v', 'event_id', order, keys));
  return new BinaryRows(chunks, valuesCount);
}
