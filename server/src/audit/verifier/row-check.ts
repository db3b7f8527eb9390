import type { RetainedMonth } from '../archive/retained-month.ts';
import {
  commitmentStart,
  type Erased,
  isErased,
  isOpenings,
  openedWith,
  type Opening,
} from '../commitment.ts';
import type { ExportedArchive, ExportedRow, ExportedSegment } from '../exporting/export-format.ts';
import type { SignedNote } from '../sealing/signed-note.ts';
import { type Head, parseHead } from '../sealing/checkpoint.ts';
import { emptyRoot, GrowingTree, hashLength, leafHash } from '../sealing/merkle.ts';
import { type CheckedRows, isIn, type Unplaced } from './checked-rows.ts';
import { brokenLink, hashOfSegment, noSegment } from '../sealing/segment.ts';
import type { PublishedHeads } from './trust.ts';
import { checkedStart, RemainingRows } from './archived-start.ts';
import { damaged, flawAt, Found } from './verdict.ts';

/** What a check asks of the outside. */
export type Trust = {
  isSigned(head: Head): boolean;
  /** Signed by a key that is known outside the database; where it is known, the newest head must be. */
  isOurs?(head: Head): boolean;
  /** A statement of this log of that time is signed by a key of it; where it is left out, none is. */
  isStated?(note: SignedNote, origin: string, time: string): boolean;
  published: PublishedHeads;
  /** Every head's signature is checked, not only those that everything rests on. */
  isThorough: boolean;
};

/** Checks the rows of one export, one after the other, in memory that does not grow with them. */
export interface RowCheck {
  /** @param place name of the row, for what is wrong with it @throws Found */
  row(row: ExportedRow, place: string): void;
  /** Many at once, each found right in itself. @throws Found, though not with the place */
  checked(rows: CheckedRows): void;
  /** @param segments those that the manifest lists @throws Found */
  end(segments: readonly ExportedSegment[]): void;
  /** The newest segment that rows and manifest proved. */
  readonly last: { size: number; root: string; time: string } | undefined;
  /** Months that have left the log; none where only some events are looked at. */
  readonly archived?: readonly RetainedMonth[];
}

/** The hash of a row's text is its leaf, and what opens its commitments does. @returns the leaf @throws Found */
export function checkedLeaf({ body, leaf, personal }: ExportedRow, place: string): Buffer {
  const computed = leafHash(body);
  if (!body.isWellFormed() || (leaf !== null && computed.toString('hex') !== leaf))
    throw damaged(place, 'row_altered');
  if (!isOpenings(personal) || !isOpenedBy(body, personal)) throw damaged(place, 'row_value_altered');
  return computed;
}

function isOpenedBy(body: string, personal: ExportedRow['personal']): boolean {
  for (const commitment in personal) {
    const opening: Opening | Erased | undefined = personal[commitment];
    const isOpen =
      opening &&
      (isErased(opening) || openedWith(opening) === commitment) &&
      body.includes(`${commitmentStart}${commitment}"`);
    if (!isOpen) return false;
  }
  return true;
}

/** Reads the head of a segment, which must be of that one. @throws Found */
export function headOf(segment: ExportedSegment): Head {
  const head = parseHead(segment.head);
  const place = `segment ${segment.number}`;
  if (!head || head.checkpoint.size !== segment.number) throw damaged(place, 'segment_head');
  if (head.checkpoint.segment !== hashOfSegment(segment).toString('base64'))
    throw damaged(place, 'segment_stated');
  return head;
}

/** Everything from the first event on: each number there, each segment linked to the one before. */
export class CompleteCheck implements RowCheck {
  private segments = new GrowingTree();
  private before: ExportedSegment | undefined;
  private beforeHash = noSegment;
  private inSegment = new GrowingTree();
  private head: Head | undefined;
  /** What was passed by: all events of the segment that was opened last, without a look at them. */
  private isPassed = false;
  private remaining: RemainingRows | undefined;
  archived: readonly RetainedMonth[] = [];

  constructor(private readonly trust: Trust) {}

  get last() {
    const { size = 0, root = '', time = '' } = this.head?.checkpoint ?? {};
    return this.head && { size, root, time };
  }

  /** Of the segment that was opened last, in hex: its hash, and the tree of segments up to it as a frontier. */
  get reached(): { ownHash: string; tree: string } {
    return { ownHash: this.beforeHash, tree: this.segments.frontier().toString('hex') };
  }

  row(row: ExportedRow, place: string): void {
    const leaf = checkedLeaf(row, place);
    if (row.archived) this.begin(row.archived, place);
    if (row.seq === null) return this.assertClosed(place);
    if (row.remaining !== undefined) return this.remain(row, leaf, place);
    this.remaining?.end(place);
    this.assertNext(row.seq, place);
    for (const segment of row.segments ?? []) this.open(segment, place);
    this.event(row.seq, leaf, place);
  }

  checked({ runs, leaves }: CheckedRows): void {
    let at = 0;
    for (const { seq, count, segments } of runs) {
      if (seq === null) {
        this.assertClosed('row');
        continue;
      }
      this.assertNext(seq, 'row');
      for (const segment of segments) this.open(segment, 'row');
      for (let n = 0; n < count; n++, at += hashLength) this.event(seq + n, leaves, 'row', at);
    }
  }

  /** The number of the next event. */
  get due(): number {
    const { count = 0, firstSeq = 1 } = this.before ?? {};
    return firstSeq + (this.isPassed ? count : this.inSegment.size);
  }

  /** The segment that was opened last has all its events. */
  get isWhole(): boolean {
    return !this.before || this.isPassed || this.inSegment.size >= this.before.count;
  }

  /** @param hashes among them that of the event's text @param from where it begins @throws Found */
  event(seq: number, hashes: Buffer, place: string, from = 0): void {
    this.assertNext(seq, place);
    if (!this.before || this.isWhole) throw damaged(place, 'event_after_end', { seq });
    this.inSegment.add(hashes, from);
    if (this.isWhole) this.assertRoot(this.before);
  }

  end(segments: readonly ExportedSegment[]): void {
    this.remaining?.end('manifest');
    for (const segment of segments) this.open(segment, 'manifest');
    this.assertClosed('manifest');
  }

  /** A segment whose events are looked at elsewhere. @returns its number @throws Found */
  pass(segment: ExportedSegment): number {
    const number = this.open(segment, `segment ${segment.number}`);
    this.isPassed = true;
    return number;
  }

  /** The log goes on after the segments that archived events lie in. @throws Found */
  private begin(archived: ExportedArchive, place: string): void {
    if (this.before || this.remaining) throw damaged(place, 'row_archived_again');
    const head = headOf(archived.segment);
    const { segment, tree, months } = checkedStart(archived, head, this.trust);
    this.remaining = new RemainingRows(segment, months);
    [this.segments, this.before, this.beforeHash] = [tree, segment, hashOfSegment(segment).toString('hex')];
    [this.head, this.isPassed] = [head, true];
    this.archived = months.map(({ stated }) => stated);
  }

  private remain(row: ExportedRow, leaf: Buffer, place: string): void {
    if (!this.remaining) throw damaged(place, 'row_archived_unstated');
    const [segment, ...others] = row.segments ?? [];
    if (others.length > 0) throw damaged(place, 'row_segments');
    if (segment && !this.trust.isSigned(headOf(segment)))
      throw damaged(`segment ${segment.number}`, 'head_unsigned');
    if (segment) this.trust.published.check(segment.number, headOf(segment).checkpoint.root);
    this.remaining.row(row.seq ?? 0, leaf.toString('hex'), row.remaining ?? '', segment, place);
  }

  private assertNext(seq: number, place: string): void {
    const { due } = this;
    if (seq > due) throw damaged(place, 'event_missing', { due, seq });
    if (seq < due) throw damaged(place, 'event_late_due', { seq, due });
  }

  /** @returns its number @throws Found */
  open(segment: ExportedSegment, place: string): number {
    this.assertClosed(place);
    const name = `segment ${segment.number}`;
    const next = (this.before?.number ?? 0) + 1;
    if (segment.number > next) throw damaged(`segment ${next}`, 'segment_missing', { next: segment.number });
    if (segment.number < next) throw damaged(place, 'segment_again', { segment: segment.number, due: next });
    const broken = brokenLink(this.before, this.beforeHash, segment);
    if (broken) throw new Found(flawAt(name, broken));
    const hash = hashOfSegment(segment);
    this.segments.add(hash);
    this.head = headOf(segment);
    const root = this.segments.root().toString('base64');
    this.trust.published.check(segment.number, root);
    if (this.head.checkpoint.root !== root) throw damaged(name, 'head_of_other_log');
    if (this.trust.isThorough && !this.trust.isSigned(this.head)) throw damaged(name, 'head_unsigned');
    [this.before, this.beforeHash, this.inSegment] = [segment, hash.toString('hex'), new GrowingTree()];
    this.isPassed = false;
    if (segment.count === 0) this.assertRoot(segment);
    return segment.number;
  }

  private assertClosed(place: string): void {
    if (!this.before || this.isWhole) return;
    throw damaged(place, 'segment_cut', { seq: this.due, segment: this.before.number });
  }

  private assertRoot({ number, firstSeq, count, root }: ExportedSegment): void {
    const found = count === 0 ? emptyRoot : this.inSegment.root();
    if (found.toString('hex') !== root)
      throw damaged(`segment ${number}`, 'segment_events', { first: firstSeq, last: firstSeq + count - 1 });
  }
}

/** Some events: each is in a segment that a signed head covers. */
export class InclusionCheck implements RowCheck {
  private segment: ExportedSegment | undefined;
  last: RowCheck['last'];

  constructor(private readonly trust: Trust) {}

  row(row: ExportedRow, place: string): void {
    const leaf = checkedLeaf(row, place).toString('hex');
    if (row.archived || row.remaining !== undefined) throw damaged(place, 'row_archived_filtered');
    const { seq, path } = row;
    if (seq === null) return;
    const [given, ...others] = row.segments ?? [];
    if (others.length > 0) throw damaged(place, 'row_segments');
    if (given) this.take(given);
    if (!this.segment || path === undefined) throw damaged(place, 'event_no_proof');
    this.assertIn(this.segment, { seq, leaf, path }, place);
  }

  checked({ unplaced, named }: CheckedRows): void {
    for (const row of unplaced) {
      if (!this.segment) throw damaged('row', 'event_no_proof');
      this.assertIn(this.segment, row, 'row');
    }
    for (const segment of named) this.take(segment);
  }

  private assertIn(segment: ExportedSegment, row: Unplaced, place: string): void {
    if (!isIn(segment, row))
      throw damaged(place, 'event_not_in_segment', { seq: row.seq, segment: segment.number });
  }

  end(segments: readonly ExportedSegment[]): void {
    if (segments.length > 0) throw damaged('manifest', 'manifest_segments');
  }

  private take(segment: ExportedSegment): void {
    const { checkpoint, note } = headOf(segment);
    if (!this.trust.isSigned({ checkpoint, note }))
      throw damaged(`segment ${segment.number}`, 'head_unsigned');
    const { size, root, time } = checkpoint;
    this.trust.published.check(size, root);
    this.segment = segment;
    if (size > (this.last?.size ?? 0)) this.last = { size, root, time };
  }
}
