// Brings together what belongs to one event, in whatever order it comes: its text and columns, its leaf, and what opens
// its commitments. What is complete is compared and forgotten.
import { hash } from 'node:crypto';
import { bodyField, statedIn } from './event-columns.ts';
import { idOf, keyAt } from './event-key.ts';
import type { Flaws } from './flaws.ts';
import type { ValueRow } from './value-row.ts';

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

const commitmentStart = Buffer.from('{"$personal":"');
const quote = 0x22;
const brace = 0x7d;

export class OpenEvents {
  private readonly open = new Map<string, Open>();
  /** The next commitment in the bytes that are being read. */
  private next: { bytes: Buffer; at: number } = { bytes: Buffer.alloc(0), at: -1 };

  constructor(private readonly flaws: Flaws) {}

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
    open.closed = this.commitments(bytes, from, to);
    bytes[from - 1] = 0; // the prefix of a leaf; the length that stood there has been read
    open.leaf = hash('sha256', bytes.subarray(from - 1, to), 'binary');
    for (const row of open.values) this.openWith(key, open, row);
    open.values = [];
    this.closeIfWhole(key, open);
  }

  leaf(key: string, seq: number, leaf: string): void {
    const open = this.of(key);
    open.seq = seq;
    open.sealed = leaf;
    this.closeIfWhole(key, open);
  }

  values(key: string, row: ValueRow): void {
    const open = this.of(key);
    if (open.leaf === undefined) {
      open.values.push(row);
      return;
    }
    this.openWith(key, open, row);
    this.closeIfWhole(key, open);
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

  /** A quote within a text is escaped, so that nothing but a commitment looks like this. */
  private commitments(bytes: Buffer, start: number, to: number): string[] {
    const found: string[] = [];
    if (this.next.bytes !== bytes) this.next = { bytes, at: -1 };
    const { next } = this;
    for (let from = start; ;) {
      if (next.at < from) {
        const at = bytes.indexOf(commitmentStart, from);
        next.at = at < 0 ? bytes.length : at;
      }
      if (next.at >= to) return found;
      from = next.at + commitmentStart.length;
      const end = bytes.indexOf(quote, from);
      if (end >= 0 && bytes[end + 1] === brace) found.push(bytes.toString('latin1', from, end));
    }
  }
}
