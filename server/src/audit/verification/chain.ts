// The leaves in the order of the log, in segments that are linked and covered by signed heads.
import type { ExportedSegment } from '../exporting/export-format.ts';
import { segmentJson } from '../exporting/export.sql.ts';
import type { Snapshot } from '../exporting/snapshot.ts';
import { CompleteCheck, headOf, type Trust } from '../verifier/row-check.ts';
import { damaged, Found } from '../verifier/verdict.ts';
import { type Archived, archivedIn, assertRemaining, nothingArchived } from './archived-months.ts';
import type { Flaws } from './flaws.ts';

export type Covered = { segments: number; events: number };
export type Leaf = { seq: number; hash: Buffer };

/** After its first flaw nothing that follows can be said of the chain, and it is left alone. */
export class Chain {
  readonly covered: Covered = { segments: 0, events: 0 };
  private readonly check: CompleteCheck;
  private readonly segments: SegmentReader;
  private isBroken = false;
  private archived: Archived = nothingArchived;

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
        this.covered.segments = this.check.pass(
          await this.segments.next(`segment ${this.covered.segments + 1}`),
        );
      await assertRemaining(this.snapshot, this.archived);
    });
    return this.archived;
  }

  /** @param leaves in their order */
  async take(leaves: readonly Leaf[]): Promise<void> {
    await this.unlessBroken(async () => {
      for (const { seq, hash } of leaves) {
        if (seq <= this.archived.lastSeq) continue; // looked at in the beginning
        const place = `event ${seq}`;
        while (this.check.isWhole)
          this.covered.segments = this.check.open(await this.segments.next(place), place);
        this.check.event(seq, hash, place);
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
        this.covered.segments = this.check.open(segment, `segment ${segment.number}`);
      }
      this.check.end([]);
      await this.assertSigned();
      const [moment] = await this.snapshot.query<{ now: Date }>('SELECT now() AS now');
      this.trust.published.checkEnd(this.check.last, (moment?.now ?? new Date()).toISOString());
    });
  }

  private async assertSigned(): Promise<void> {
    const [last] = await this.snapshot.query<{ segment: string }>(
      `SELECT ${segmentJson('s')} AS segment FROM audit_segments s ORDER BY number DESC LIMIT 1`,
    );
    if (!last) return;
    const segment = JSON.parse(last.segment) as ExportedSegment;
    const head = headOf(segment);
    if (!this.trust.isSigned(head) || this.trust.isOurs?.(head) === false)
      throw damaged(`segment ${segment.number}`, 'its head is not signed by a key of the log');
  }

  private async unlessBroken(work: () => Promise<void>): Promise<void> {
    if (this.isBroken) return;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Found)) throw error;
      this.isBroken = true;
      this.flaws.add('segment', error.flaw.place, error.flaw.says);
    }
  }
}

const segmentsAtOnce = 500;

class SegmentReader {
  private readonly read: ExportedSegment[] = [];
  private last = 0;
  private isAtEnd = false;

  constructor(private readonly snapshot: Snapshot) {}

  async next(place: string): Promise<ExportedSegment> {
    const segment = await this.nextIfAny();
    if (!segment) throw damaged(place, 'belongs to no segment');
    return segment;
  }

  async nextIfAny(): Promise<ExportedSegment | undefined> {
    if (this.read.length === 0 && !this.isAtEnd) {
      const rows = await this.snapshot.query<{ segment: string }>(
        `SELECT ${segmentJson('s')} AS segment FROM audit_segments s WHERE number > $1 ORDER BY number LIMIT ${segmentsAtOnce}`,
        [this.last],
      );
      this.isAtEnd = rows.length < segmentsAtOnce;
      this.read.push(...rows.map(({ segment }) => JSON.parse(segment) as ExportedSegment));
      this.last = this.read.at(-1)?.number ?? this.last;
    }
    return this.read.shift();
  }
}
