// Brings together what belongs to one event, in whatever order it comes: its text and columns, its leaf, and what opens
// its commitments. What is complete is compared and forgotten.
import { hash } from 'node:crypto';
import { bigintAt, momentAt } from './binary-rows.ts';
import { commitmentsIn } from './commitments.ts';
import type { Erasures } from './erasures.ts';
import { bodyField, statedIn } from './event-columns.ts';
import { idOf, keyAt } from './event-key.ts';
import type { Flaws } from './flaws.ts';
import { leafField } from './log-rows.ts';
import { type ValueRow, valueRow } from './value-row.ts';

type Open = {
  /** 0 until its leaf has come. */
  seq: number;
  /** The leaf, and what the text has for a leaf. */
  sealed: string;
  leaf: string | undefined;
  unlike: string | undefined;
  reason: string | undefined;
  address: string | undefined;
  /** Commitments that nothing has opened yet. */
  closed: string[];
  /** What came before the text. */
  values: ValueRow[];
};

export class OpenEvents {
  private readonly open = new Map<string, Open>();

  /** @param erasures count what was erased; each row is to be counted once */
  constructor(
    private readonly flaws: Flaws,
    private readonly erasures?: Erasures,
  ) {}

  get size(): number {
    return this.open.size;
  }

  /** @param at of a row of `columnsSql` */
  event(bytes: Buffer, at: Int32Array): void {
    const key = keyAt(bytes, at);
    const open = this.of(key);
    const [from, to] = [at[2 * bodyField] as number, at[2 * bodyField + 1] as number];
    const { unlike, reason, address } = statedIn(bytes, at);
    open.unlike = unlike;
    open.reason = reason;
    open.address = address;
    open.closed = commitmentsIn(bytes, from, to);
    bytes[from - 1] = 0; // the prefix of a leaf; the length that stood there has been read
    open.leaf = hash('sha256', bytes.subarray(from - 1, to), 'binary');
    for (const row of open.values) this.openWith(key, open, row);
    open.values = [];
    this.closeIfWhole(key, open);
  }

  /** @param at of a row of `leavesSql` */
  leaf(bytes: Buffer, at: Int32Array): void {
    const key = keyAt(bytes, at);
    const open = this.of(key);
    open.seq = bigintAt(bytes, at, leafField.seq);
    open.sealed = bytes.toString('latin1', at[2 * leafField.leaf], at[2 * leafField.leaf + 1]);
    this.closeIfWhole(key, open);
  }

  /** @param at of a row of `valuesSql` */
  values(bytes: Buffer, at: Int32Array): void {
    const key = keyAt(bytes, at);
    const row = valueRow(bytes, at);
    if (!row) {
      const says = 'a personal value is not the one that it was committed to';
      this.flaws.add('opening', `event ${idOf(key)}`, says);
      return;
    }
    if (row.erasure !== undefined) this.erasures?.take(row, idOf(key), momentAt(bytes, at, 0));
    const open = this.of(key);
    if (open.leaf === undefined) {
      open.values.push(row);
      return;
    }
    this.openWith(key, open, row);
    this.closeIfWhole(key, open);
  }

  has(bytes: Buffer, at: Int32Array): boolean {
    return this.open.size > 0 && this.open.has(keyAt(bytes, at));
  }

  /** Forgets those that have waited longest. @returns their keys */
  takeOldest(count: number): string[] {
    const keys: string[] = [];
    for (const key of this.open.keys()) {
      if (keys.length >= count) break;
      keys.push(key);
      this.open.delete(key);
    }
    return keys;
  }

  /** @returns ids of those that have no leaf */
  unsealed(): string[] {
    const found: string[] = [];
    for (const [key, { leaf, seq }] of this.open) if (leaf !== undefined && seq === 0) found.push(idOf(key));
    return found;
  }

  /** Of what is still open nothing more will come. @param waiting ids of those that wait for their seal */
  judge(waiting: ReadonlySet<string>): void {
    for (const [key, open] of this.open) {
      const id = idOf(key);
      if (open.leaf === undefined) {
        if (open.seq > 0)
          this.flaws.add('event', `event ${open.seq}`, 'was sealed and is no longer there', open.seq);
        else if (open.values.length > 0)
          this.flaws.add('opening', `event ${id}`, 'has personal values, and is not there');
        continue;
      }
      if (open.seq > 0) this.compare(key, open);
      else if (!waiting.has(id)) {
        this.flaws.add('beside', `event ${id}`, 'was neither sealed nor waits for it');
        continue;
      } else if (open.unlike !== undefined) this.unlike(`event ${id}`, open.unlike, 0);
      if (open.closed.length > 0)
        this.flaws.add('opening', `event ${id}`, 'a personal value is no longer there, and was not erased');
    }
    this.open.clear();
  }

  private of(key: string): Open {
    let open = this.open.get(key);
    if (open) return open;
    open = {
      seq: 0,
      sealed: '',
      leaf: undefined,
      unlike: undefined,
      reason: undefined,
      address: undefined,
      closed: [],
      values: [],
    };
    this.open.set(key, open);
    return open;
  }

  private closeIfWhole(key: string, open: Open): void {
    if (open.leaf === undefined || open.seq === 0 || open.closed.length > 0) return;
    this.compare(key, open);
    this.open.delete(key);
  }

  private compare(key: string, { seq, sealed, leaf, unlike }: Open): void {
    const place = `event ${seq}`;
    if (leaf !== sealed) this.flaws.add('event', place, `${idOf(key)} is not as it was sealed`, seq);
    else if (unlike !== undefined) this.unlike(place, unlike, seq);
  }

  private unlike(place: string, column: string, seq: number): void {
    this.flaws.add(
      seq > 0 ? 'event' : 'beside',
      place,
      `the column ${column} says something else than the event that was sealed`,
      seq,
    );
  }

  /** As the migration that added the columns filled them: a row without the opening has neither reason nor address. */
  private openWith(key: string, open: Open, { commitments, values, reason, address }: ValueRow): void {
    for (const commitment of commitments) {
      const index = open.closed.indexOf(commitment);
      if (index >= 0) open.closed.splice(index, 1);
      else
        this.flaws.add(
          'opening',
          `event ${idOf(key)}`,
          'something opens what it was not committed to, or a second time',
        );
    }
    const opened = (commitment: string | undefined) =>
      commitment === undefined ? undefined : values[commitments.indexOf(commitment)];
    if (reason !== opened(open.reason) || address !== opened(open.address))
      this.flaws.add(
        'opening',
        `event ${idOf(key)}`,
        'the reason or address that it is found by is not the one that was sealed',
      );
  }
}
