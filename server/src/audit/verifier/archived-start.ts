// Where months have left the log: what is stated of them, and which events of the segments that they lie in must still
// be there. For exports as for the database.
import { ArchivedPlaces, ArchivedTwice } from '../archive/archived-places.ts';
import { brokenChain, type ReadMonth, readRetained } from '../archive/retained-month.ts';
import type { ExportedArchive, ExportedSegment } from '../exporting/export-format.ts';
import type { Head } from '../sealing/checkpoint.ts';
import { GrowingTree } from '../sealing/merkle.ts';
import { isIn } from './checked-rows.ts';
import type { Trust } from './row-check.ts';
import { damaged, flawAt, Found } from './verdict.ts';

/**
 * The statements of the months that have left, each signed, each following the one before.
 *
 * @param notes oldest first @param origin name of the log @throws Found
 */
export function readMonths(notes: readonly string[], origin: string, trust: Trust): ReadMonth[] {
  const months = notes.map((text, index) => {
    const read = readRetained(origin, text);
    if (!read) throw damaged('archive', 'archive_no_statement', { number: index + 1 });
    if (!trust.isStated?.(read.note, origin, read.stated.at))
      throw damaged(`archive of ${read.stated.month}`, 'archive_unsigned');
    return read;
  });
  const broken = brokenChain(months);
  if (broken) throw new Found(flawAt(`archive of ${broken.month}`, broken.wrong));
  return months;
}

/** The last segment that an archived event lies in, and the tree up to it, as a complete export begins. */
export type ArchivedStart = { segment: ExportedSegment; tree: GrowingTree; months: ReadMonth[] };

/** @param head of its segment @throws Found */
export function checkedStart(
  { segment, frontier, months }: ExportedArchive,
  head: Head,
  trust: Trust,
): ArchivedStart {
  const place = `segment ${segment.number}`;
  if (!trust.isSigned(head)) throw damaged(place, 'head_unsigned');
  const tree = treeOf(segment.number, frontier);
  const root = tree?.root().toString('base64');
  if (!tree || root !== head.checkpoint.root) throw damaged(place, 'start_of_other_log');
  trust.published.check(segment.number, head.checkpoint.root);
  const read = readMonths(months, head.checkpoint.origin, trust);
  if (read.at(-1)?.stated.lastSegment !== segment.number) throw damaged(place, 'start_not_last');
  return { segment, tree, months: read };
}

function treeOf(size: number, frontier: string): GrowingTree | undefined {
  try {
    return new GrowingTree(size, Buffer.from(frontier, 'hex'));
  } catch {
    return undefined; // no frontier of a tree of this size
  }
}

/** What a row's path leads to. */
export type RowSegment = Pick<ExportedSegment, 'number' | 'firstSeq' | 'count' | 'root'>;

/** Events that remain in segments that archived events lie in: each by its own proof, and none may lack. */
export class RemainingRows {
  private readonly places: ArchivedPlaces;
  private expected: number;
  private segment: RowSegment | undefined;
  private readonly lastSeq: number;

  /** @param last the last of these segments @throws Found */
  constructor(last: Pick<ExportedSegment, 'firstSeq' | 'count'>, months: readonly ReadMonth[]) {
    this.lastSeq = last.firstSeq + last.count - 1;
    try {
      this.places = new ArchivedPlaces(months);
    } catch (error) {
      if (!(error instanceof ArchivedTwice)) throw error;
      throw damaged('archive', 'archive_twice', { seq: error.seq });
    }
    this.expected = this.places.nextHere(1);
  }

  get isOver(): boolean {
    return this.expected > this.lastSeq;
  }

  /** @param segment of the row, where it is not that of the row before @param leaf hex @throws Found */
  row(seq: number, leaf: string, path: string, segment: RowSegment | undefined, place: string): void {
    if (this.places.has(seq)) throw damaged(place, 'event_archived', { seq });
    if (seq > this.expected) throw this.missing(place);
    if (seq < this.expected || seq > this.lastSeq) throw damaged(place, 'event_late', { seq });
    this.segment = segment ?? this.segment;
    if (!this.segment) throw damaged(place, 'event_no_proof');
    if (!isIn(this.segment, { seq, leaf, path }))
      throw damaged(place, 'event_not_in_segment', { seq, segment: this.segment.number });
    this.expected = this.places.nextHere(seq + 1);
  }

  /** @throws Found when one that is not archived was not there */
  end(place: string): void {
    if (!this.isOver) throw this.missing(place);
  }

  /** In a database an event is named by its own place, in a file by the row that it should stand before. */
  private missing(place: string) {
    return place.startsWith('event')
      ? damaged(`event ${this.expected}`, 'event_gone_unarchived')
      : damaged(place, 'row_missing_unarchived', { seq: this.expected });
  }
}
