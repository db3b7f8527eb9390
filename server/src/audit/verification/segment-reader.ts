import type { ExportedSegment } from '../exporting/export-format.ts';
import { segmentJson } from '../exporting/export.sql.ts';
import type { Snapshot } from '../exporting/snapshot.ts';
import { damaged } from '../verifier/verdict.ts';

/** With what the database keeps beside it, in hex: its own hash, and the tree of segments up to it. */
export type KeptSegment = ExportedSegment & { hash: string; frontier: string };

const segmentsAtOnce = 500;

/** The segments in their order, many at once. */
export class SegmentReader {
  private readonly read: KeptSegment[] = [];
  private last = 0;
  private isAtEnd = false;

  constructor(private readonly snapshot: Snapshot) {}

  async next(place: string): Promise<KeptSegment> {
    const segment = await this.nextIfAny();
    if (!segment) throw damaged(place, 'event_no_segment');
    return segment;
  }

  async nextIfAny(): Promise<KeptSegment | undefined> {
    if (this.read.length === 0 && !this.isAtEnd) {
      const rows = await this.snapshot.query<{ segment: string; hash: string; frontier: string }>(
        `SELECT ${segmentJson('s')} AS segment, encode(s.hash, 'hex') AS hash, encode(s.frontier, 'hex') AS frontier
           FROM audit_segments s WHERE number > $1 ORDER BY number LIMIT ${segmentsAtOnce}`,
        [this.last],
      );
      this.isAtEnd = rows.length < segmentsAtOnce;
      for (const { segment, ...kept } of rows)
        this.read.push({ ...(JSON.parse(segment) as ExportedSegment), ...kept });
      this.last = this.read.at(-1)?.number ?? this.last;
    }
    return this.read.shift();
  }
}
