// The leaves in the order of the log, in segments that are linked and covered by signed heads.
import type { ExportedSegment } from '../exporting/export-format.ts';
import { segmentJson } from '../exporting/export.sql.ts';
import type { Snapshot } from '../exporting/snapshot.ts';
import { CompleteCheck, headOf, type Trust } from '../verifier/row-check.ts';
import { damaged, Found } from '../verifier/verdict.ts';
import { type Archived, archivedIn, assertRemaining, nothingArchived } from './archived-months.ts';
import type { Flaws } from './flaws.ts';
import { type KeptSegment, SegmentReader } from './segment-reader.ts';

export type Covered = { segments: number; events: number };
/** @property segment the one that it is said to lie in */
export type Leaf = { seq: number; segment: number; hash: Buffer };

/** After its first flaw nothing that follows can be said of the chain, and it is left alone. */
export class Chain {
  readonly covered: Covered = { segments: 0, events: 0 };
  private readonly check: CompleteCheck;
  private readonly segments: SegmentReader;
  private isBroken = false;
  private archived: Archived = nothingArchived;
  /** Leaves in the segments of archived events: how many there were, and the last. */
  private readonly remaining = { count: 0, last: 0 };

  constructor(
    private readonly snapshot: Snapshot,
    private readonly trust: Trust,
    private readonly flaws: Flaws,
  ) {
    this.check = new CompleteCheck(trust);
    this.segments = new SegmentReader(snapshot);
  }

  /**
   * Goes past what has left the log: its segments are there, its events are not, and all others of them are.
   *
   * @returns what has left
   */
  async begin(): Promise<Archived> {
    await this.unlessBroken(async () => {
      this.archived = await archivedIn(this.snapshot, this.trust);
      while (this.covered.segments < this.archived.lastSegment)
        this.pass(await this.segments.next(`segment ${this.covered.segments + 1}`));
      await assertRemaining(this.snapshot, this.archived);
    });
    return this.archived;
  }

  /** @param leaves in their order */
  async take(leaves: readonly Leaf[]): Promise<void> {
    await this.unlessBroken(async () => {
      for (const { seq, segment, hash } of leaves) {
        const place = `event ${seq}`;
        if (seq < 1) throw damaged(place, 'event_number');
        if (seq <= this.archived.lastSeq) {
          this.remain(seq, place);
          continue;
        }
        while (this.check.isWhole) this.open(await this.segments.next(place), place);
        this.check.event(seq, hash, place);
        if (segment !== this.covered.segments)
          throw damaged(place, 'event_segment', { said: segment, segment: this.covered.segments });
        this.covered.events = seq;
      }
    });
  }

  /** What has no leaves, and the end: the newest head covers all others, and is no older than what was published. */
  async end(): Promise<void> {
    await this.unlessBroken(async () => {
      for (;;) {
        const segment = await this.segments.nextIfAny();
        if (!segment) break;
        this.open(segment, `segment ${segment.number}`);
      }
      if (!this.check.isWhole)
        throw damaged(`segment ${this.covered.segments}`, 'segment_short', { seq: this.check.due });
      this.assertNoneBeside();
      await this.assertSigned();
      const [moment] = await this.snapshot.query<{ now: Date }>('SELECT now() AS now');
      this.trust.published.checkEnd(this.check.last, (moment?.now ?? new Date()).toISOString());
    });
  }

  private open(segment: KeptSegment, place: string): void {
    this.covered.segments = this.check.open(segment, place);
    this.assertKept(segment);
  }

  private pass(segment: KeptSegment): void {
    this.covered.segments = this.check.pass(segment);
    this.assertKept(segment);
  }

  /** Exports and the seal rest on what is kept beside each segment. */
  private assertKept({ number, hash, frontier }: KeptSegment): void {
    const { ownHash, tree } = this.check.reached;
    if (hash !== ownHash) throw damaged(`segment ${number}`, 'segment_hash');
    if (frontier !== tree) throw damaged(`segment ${number}`, 'segment_tree');
  }

  /** Its proof has been looked at in the beginning; that it stands there once is seen here, where all leaves go by. */
  private remain(seq: number, place: string): void {
    if (seq <= this.remaining.last) throw damaged(place, 'event_again', { seq });
    this.remaining.count += 1;
    this.remaining.last = seq;
  }

  private assertNoneBeside(): void {
    const { lastSeq, months } = this.archived;
    const due = months.reduce((rest, { stated }) => rest - stated.events, lastSeq);
    const { count: found } = this.remaining;
    if (found !== due) throw damaged('archive', 'archive_remaining', { found, due });
  }

  private async assertSigned(): Promise<void> {
    const [last] = await this.snapshot.query<{ segment: string }>(
      `SELECT ${segmentJson('s')} AS segment FROM audit_segments s ORDER BY number DESC LIMIT 1`,
    );
    if (!last) return;
    const segment = JSON.parse(last.segment) as ExportedSegment;
    const head = headOf(segment);
    if (!this.trust.isSigned(head) || this.trust.isOurs?.(head) === false)
      throw damaged(`segment ${segment.number}`, 'head_not_ours');
  }

  private async unlessBroken(work: () => Promise<void>): Promise<void> {
    if (this.isBroken) return;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Found)) throw error;
      this.isBroken = true;
      this.flaws.add('segment', error.flaw.place, error.flaw);
    }
  }
}
