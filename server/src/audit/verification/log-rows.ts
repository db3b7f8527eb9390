// The three tables of the log as streams of rows, each in the order in which it is read fastest; what belongs together
// lies in nearly the same order in all of them.
import type { Snapshot } from '../exporting/snapshot.ts';
import { bigintAt, BinaryRows, momentAt } from './binary-rows.ts';
import type { Leaf } from './chain.ts';
import type { Erasures } from './erasures.ts';
import { columnCount, columnsSql } from './event-columns.ts';
import { idOf, keyAt, momentOf } from './event-key.ts';
import type { Flaws } from './flaws.ts';
import type { OpenEvents } from './open-events.ts';
import { valueRow, valuesCount, valuesSql } from './value-row.ts';

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

const leavesSql = 'l.occurred_at, l.event_id, l.seq, l.leaf';
const leavesCount = 4;
const leafField = { seq: 2, leaf: 3 } as const;

/** @param keys of the events that are asked for; all when it is not given */
function copy(fields: string, table: string, alias: string, id: string, rest = '', keys?: readonly string[]) {
  const from = keys
    ? `unnest(ARRAY[${keys.map((key) => `'${momentOf(key)}'`).join(',')}]::timestamptz[], ARRAY[${keys.map((key) => `'${idOf(key)}'`).join(',')}]::uuid[]) k (at, id)
         JOIN ${table} ${alias} ON ${alias}.occurred_at = k.at AND ${alias}.${id} = k.id`
    : `${table} ${alias}`;
  return `COPY (SELECT ${fields} FROM ${from} ${rest}) TO STDOUT (FORMAT binary)`;
}

/** Rows of one table. */
export class LogRows {
  /** The earliest moment of the last piece; the next to read is the one that is behind the others. */
  upTo = -Infinity;
  isOver = false;
  count = 0;
  private readonly rows: BinaryRows;

  private constructor(
    chunks: AsyncIterable<Buffer>,
    fields: number,
    take: (bytes: Buffer, at: Int32Array, moment: number) => void,
  ) {
    this.rows = new BinaryRows(chunks, fields, (bytes, at) => {
      this.count += 1;
      const moment = momentAt(bytes, at, 0);
      if (moment < this.upTo) this.upTo = moment;
      take(bytes, at, moment);
    });
  }

  async read(): Promise<void> {
    const before = this.upTo;
    this.upTo = Infinity;
    this.isOver = !(await this.rows.read());
    if (this.upTo === Infinity) this.upTo = before; // no row ended in it
  }

  async readAll(): Promise<void> {
    while (!this.isOver) await this.read();
  }

  static async events(snapshot: Snapshot, open: OpenEvents, keys?: readonly string[]): Promise<LogRows> {
    const chunks = await snapshot.copy(copy(columnsSql, 'audit_events', 'e', 'id', '', keys));
    return new LogRows(chunks, columnCount, (bytes, at) => open.event(bytes, at));
  }

  /** @param taken gets the leaves in their order */
  static async leaves(
    snapshot: Snapshot,
    open: OpenEvents,
    taken: Leaf[],
    keys?: readonly string[],
  ): Promise<LogRows> {
    const order = keys ? '' : 'ORDER BY l.seq';
    const chunks = await snapshot.copy(copy(leavesSql, 'audit_leaves', 'l', 'event_id', order, keys));
    return new LogRows(chunks, leavesCount, (bytes, at) => {
      const [from, to] = [at[2 * leafField.leaf] as number, at[2 * leafField.leaf + 1] as number];
      const seq = bigintAt(bytes, at, leafField.seq);
      taken.push({ seq, hash: bytes.subarray(from, to) });
      open.leaf(keyAt(bytes, at), seq, bytes.toString('latin1', from, to));
    });
  }

  /** @param erasures count what was erased; each row is to be counted once */
  static async values(
    snapshot: Snapshot,
    open: OpenEvents,
    flaws: Flaws,
    erasures?: Erasures,
    keys?: readonly string[],
  ): Promise<LogRows> {
    const chunks = await snapshot.copy(copy(valuesSql, 'audit_personal_values', 'v', 'event_id', '', keys));
    return new LogRows(chunks, valuesCount, (bytes, at, moment) => {
      const key = keyAt(bytes, at);
      const row = valueRow(bytes, at);
      if (!row)
        return flaws.add(
          'opening',
          `event ${idOf(key)}`,
          'a personal value is not the one that it was committed to',
        );
      if (row.erasure !== undefined) erasures?.take(row, idOf(key), moment);
      open.values(key, row);
    });
  }
}
