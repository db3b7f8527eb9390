import { hash } from 'node:crypto';
import type { ExportedRow, ExportedSegment } from '../exporting/export-format.ts';
import { hashLength, rootFrom } from '../sealing/merkle.ts';
import { type ErasedPeople, nobodyErased } from './erased-people.ts';

/** Rows of a complete export whose numbers follow one another, from one that opens segments to the next that does. */
export type Run = {
  /** Of the first; null for those that were not sealed. */
  seq: number | null;
  count: number;
  segments: readonly ExportedSegment[];
};

/** A row with a proof whose segment stands in an earlier stretch. */
export type Unplaced = { seq: number; leaf: string; path: string };

/** What remains to be asked of a stretch's rows when each was found right in itself: whether they belong where they are. */
export type CheckedRows = {
  rows: number;
  unsealed: number;
  /** The rows carry no proofs, each number must be there; undefined when none was sealed. */
  isComplete: boolean | undefined;
  runs: Run[];
  /** Of a complete export: hashes of the runs' events, one after the other. */
  leaves: Buffer;
  unplaced: Unplaced[];
  people: ErasedPeople;
  /** Of an export with a filter: segments that its rows name, whose other rows were found to be in them. */
  named: ExportedSegment[];
};

/** Gathers what a stretch's rows say. Each method answers false when the file is to be looked at closely instead. */
export class RowsOfStretch {
  readonly people = nobodyErased();
  private readonly runs: Run[] = [];
  private readonly unplaced: Unplaced[] = [];
  private readonly named: ExportedSegment[] = [];
  private leaves = Buffer.allocUnsafe(256 * hashLength);
  private sealed = 0;
  private unsealed = 0;
  private isComplete: boolean | undefined;

  end(): CheckedRows {
    const { runs, unplaced, named, people, unsealed, sealed, isComplete } = this;
    const leaves = this.leaves.subarray(0, isComplete ? sealed * hashLength : 0);
    return { rows: sealed + unsealed, unsealed, isComplete, runs, leaves, unplaced, people, named };
  }

  /** @param leaf of the event's text, in hex, which is the one that the row states */
  add(leaf: string, { seq, path, segments = [] }: Pick<ExportedRow, 'seq' | 'path' | 'segments'>): boolean {
    if (seq === null) return this.addUnsealed();
    this.isComplete ??= path === undefined;
    if (this.isComplete !== (path === undefined)) return false;
    this.sealed += 1;
    if (path !== undefined) return this.prove({ seq, leaf, path }, segments);
    this.keep(leaf);
    const run = this.runs.at(-1);
    if (run && run.seq !== null && segments.length === 0 && run.seq + run.count === seq) run.count += 1;
    else this.runs.push({ seq, count: 1, segments });
    return true;
  }

  private addUnsealed(): boolean {
    this.unsealed += 1;
    this.runs.push({ seq: null, count: 1, segments: [] });
    return true;
  }

  private keep(leaf: string): void {
    const at = (this.sealed - 1) * hashLength;
    if (at === this.leaves.length) this.leaves = Buffer.concat([this.leaves, Buffer.allocUnsafe(at)]);
    this.leaves.write(leaf, at, 'hex');
  }

  private prove(row: Unplaced, segments: readonly ExportedSegment[]): boolean {
    if (segments.length > 1) return false;
    this.named.push(...segments);
    const segment = this.named.at(-1);
    if (segment) return isIn(segment, row);
    this.unplaced.push(row);
    return true;
  }
}

/** The row's proof leads to the segment's root. */
export function isIn(
  { firstSeq, count, root }: Pick<ExportedSegment, 'firstSeq' | 'count' | 'root'>,
  { seq, leaf, path }: Unplaced,
): boolean {
  const found = rootFrom(Buffer.from(leaf, 'hex'), seq - firstSeq, count, Buffer.from(path, 'hex'));
  return found?.toString('hex') === root;
}

/** @param text of an event, after one byte that is free @returns its leaf hash in hex */
export function leafHex(text: Buffer): string {
  text[0] = 0;
  return hash('sha256', text);
}
