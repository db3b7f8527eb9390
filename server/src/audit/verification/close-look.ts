// Says what is wrong with some events, if anything is: takes all that there is of them, their texts and columns, their
// leaves, and what opens their commitments, in whatever order.
import { hash } from 'node:crypto';
import type { Owned } from '../commitment.ts';
import { wrong } from '../flaw-sentences.contract.ts';
import { isLogText } from '../log-text.ts';
import { bigintAt, textAt } from './binary-rows.ts';
import { commitmentsIn } from './commitments.ts';
import type { Erasures } from './erasures.ts';
import { actorIdField, bodyField, type Stated, statedIn } from './event-columns.ts';
import { idOf, keyAt } from './event-key.ts';
import type { Flaws } from './flaws.ts';
import { leafField } from './log-rows.ts';
import { type ValueRow, valueRow } from './value-row.ts';

/** @property leaf what the text has for a leaf @property commitments undefined where they are not as the log writes them @property isOurs the log writes such texts */
type Text = Stated & { leaf: string; commitments: Owned[] | undefined; isOurs: boolean };

type Known = {
  text: Text | undefined;
  /** 0 where it has no leaf. */
  seq: number;
  /** The leaf. */
  sealed: string;
  values: ValueRow[];
};

type OpeningFlaw =
  | 'value_altered'
  | 'value_gone'
  | 'value_uncommitted'
  | 'value_columns'
  | 'value_of_other'
  | 'values_of_no_event'
  | 'erased_of_other';

export class CloseLook {
  private readonly known = new Map<string, Known>();

  /** @param erasures tell who was erased */
  constructor(
    private readonly flaws: Flaws,
    private readonly erasures?: Erasures,
  ) {}

  /** @param at of a row of `columnsSql` */
  event(bytes: Buffer, at: Int32Array): void {
    const [from, to] = [at[2 * bodyField] as number, at[2 * bodyField + 1] as number];
    const stated = statedIn(bytes, at);
    const commitments = commitmentsIn(bytes, from, to, textAt(bytes, at, actorIdField));
    const known = this.of(keyAt(bytes, at));
    bytes[from - 1] = 0; // the prefix of a leaf; the length that stood there has been read
    const isOurs = isLogText(bytes.toString('utf8', from, to));
    known.text = {
      ...stated,
      commitments,
      isOurs,
      leaf: hash('sha256', bytes.subarray(from - 1, to), 'binary'),
    };
  }

  /** @param at of a row of `leavesSql` */
  leaf(bytes: Buffer, at: Int32Array): void {
    const known = this.of(keyAt(bytes, at));
    known.seq = bigintAt(bytes, at, leafField.seq);
    known.sealed = bytes.toString('latin1', at[2 * leafField.leaf], at[2 * leafField.leaf + 1]);
  }

  /** @param at of a row of `valuesSql` */
  values(bytes: Buffer, at: Int32Array): void {
    const key = keyAt(bytes, at);
    const row = valueRow(bytes, at);
    if (row) this.of(key).values.push(row);
    else this.opening(key, 'value_altered');
  }

  /** @returns ids of those that have no leaf */
  unsealed(): string[] {
    const found: string[] = [];
    for (const [key, { text, seq }] of this.known) if (text && seq === 0) found.push(idOf(key));
    return found;
  }

  /** @param waiting ids of those that wait for their seal */
  judge(waiting: ReadonlySet<string>): void {
    for (const [key, { text, seq, sealed, values }] of this.known) {
      if (!text) {
        if (seq > 0) this.flaws.add('event', `event ${seq}`, wrong('event_gone'), seq);
        else this.opening(key, 'values_of_no_event');
        continue;
      }
      const { commitments } = text;
      const closed = [...(commitments ?? [])];
      if (commitments) for (const row of values) this.openWith(key, text, closed, row);
      if (seq > 0) this.compare(key, text, seq, sealed);
      else if (!waiting.has(idOf(key)))
        this.flaws.add('beside', `event ${idOf(key)}`, wrong('event_unsealed'));
      else this.assertOurs(`event ${idOf(key)}`, text);
      if (commitments && text.isOurs && closed.length > 0) this.opening(key, 'value_gone');
    }
  }

  private of(key: string): Known {
    let known = this.known.get(key);
    if (known) return known;
    known = { text: undefined, seq: 0, sealed: '', values: [] };
    this.known.set(key, known);
    return known;
  }

  private compare(key: string, text: Text, seq: number, sealed: string): void {
    const place = `event ${seq}`;
    if (text.leaf !== sealed) this.flaws.add('event', place, wrong('event_altered', { id: idOf(key) }), seq);
    else this.assertOurs(place, text, seq);
  }

  /** The log writes such a text, and beside it what it says. */
  private assertOurs(place: string, { commitments, isOurs, unlike }: Text, seq?: number): void {
    if (!commitments || !isOurs) this.flaws.add('event', place, wrong('event_text'), seq);
    else if (unlike !== undefined)
      this.flaws.add(
        seq === undefined ? 'beside' : 'event',
        place,
        wrong('event_column', { column: unlike }),
        seq,
      );
  }

  /**
   * As the migration that added the columns filled them: a row without the opening has neither reason nor address.
   *
   * @param closed commitments of the text that nothing has opened yet
   */
  private openWith(key: string, text: Text, closed: Owned[], row: ValueRow): void {
    const { commitments, values, reason, address } = row;
    for (const name of commitments) {
      const index = closed.findIndex(({ commitment }) => commitment === name);
      const [own] = index >= 0 ? closed.splice(index, 1) : [];
      if (own) this.assertOwner(key, own, row);
      else this.opening(key, 'value_uncommitted');
    }
    const opened = (commitment: string | undefined) =>
      commitment === undefined ? undefined : values[commitments.indexOf(commitment)];
    if (reason !== opened(text.reason) || address !== opened(text.address))
      this.opening(key, 'value_columns');
  }

  /** Whose value it is was sealed with it: it lies with that person's, and goes with that person's erasure or not at all. */
  private assertOwner(key: string, { of }: Owned, { person, erasure }: ValueRow): void {
    const found = erasure === undefined ? person : this.erasures?.personOf(erasure);
    if (of === undefined || found === undefined || of === found) return;
    this.opening(key, erasure === undefined ? 'value_of_other' : 'erased_of_other');
  }

  private opening(key: string, code: OpeningFlaw): void {
    this.flaws.add('opening', `event ${idOf(key)}`, wrong(code));
  }
}
