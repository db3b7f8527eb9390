// Verifies the whole log as it lies in the database, in one snapshot: every sealed event has its text and
// columns that say the same, every segment its events, every head its signature, and no event is there that neither was sealed nor waits for it.
import { hash } from 'node:crypto';
import type { ExportedSegment } from '../exporting/export-format.ts';
import { inOrder, segmentJson } from '../exporting/export.sql.ts';
import type { Snapshot } from '../exporting/snapshot.ts';
import { CompleteCheck, headOf, type Trust } from '../verifier/row-check.ts';
import { damaged } from '../verifier/verdict.ts';
import { binaryRows } from './binary-rows.ts';
import { columnCount, columnsSql, unlikeColumn } from './event-columns.ts';
import { assertOpenings } from './openings.ts';

export type Covered = { segments: number; events: number };

/** Called now and then. @throws what ends the verification */
export type Progress = (covered: Covered) => Promise<void>;

export const planning = inOrder;

const events = `COPY (
  SELECT l.seq, l.leaf, coalesce(e.body, ''), ${columnsSql} FROM audit_leaves l
    LEFT JOIN audit_events e ON e.occurred_at = l.occurred_at AND e.id = l.event_id
   ORDER BY l.seq) TO STDOUT (FORMAT binary)`;

const segmentsAtOnce = 500;

/**
 * @param rows for the events, in their order
 * @param others the same moment on another connection, for everything else
 * @throws Found with the first bad place
 */
export async function verifyLogIn(
  rows: Snapshot,
  others: Snapshot,
  trust: Trust,
  progress: Progress,
): Promise<Covered> {
  const check = new CompleteCheck(trust);
  const segments = new SegmentReader(others);
  const covered: Covered = { segments: 0, events: 0 };
  for await (const batch of binaryRows((await rows.copy(events)) as AsyncIterable<Buffer>, 3 + columnCount)) {
    for (const [seq, leaf, body, ...columns] of batch as [Buffer, Buffer, Buffer, Buffer][]) {
      const number = Number(seq.readBigInt64BE());
      const place = `event ${number}`;
      if (columns[0].length === 0) throw damaged(place, 'was sealed and is no longer there');
      const computed = leafOf(body);
      if (!computed.equals(leaf)) throw damaged(place, `${columns[0].toString()} is not as it was sealed`);
      const unlike = unlikeColumn(body, columns);
      if (unlike !== undefined)
        throw damaged(place, `the column ${unlike} says something else than the event that was sealed`);
      while (check.isWhole) covered.segments = check.open(await segments.next(place), place);
      check.event(number, computed, place);
      covered.events = number;
    }
    await progress(covered);
  }
  for (;;) {
    const segment = await segments.nextIfAny();
    if (!segment) break;
    covered.segments = check.open(segment, `segment ${segment.number}`);
  }
  check.end([]);
  await assertSigned(others, trust);
  const [moment] = await others.query<{ now: Date }>('SELECT now() AS now');
  trust.published.checkEnd(check.last, (moment?.now ?? new Date()).toISOString());
  await assertNothingBeside(others);
  await assertOpenings(others);
  return covered;
}

/** The byte before the text belongs to its length, which has been read: there the prefix of a leaf is put. */
function leafOf(body: Buffer): Buffer {
  const prefixed = Buffer.from(body.buffer, body.byteOffset - 1, body.length + 1);
  prefixed[0] = 0;
  return hash('sha256', prefixed, 'buffer');
}

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

/** The newest head covers all others. */
async function assertSigned(snapshot: Snapshot, trust: Trust): Promise<void> {
  const [last] = await snapshot.query<{ segment: string }>(
    `SELECT ${segmentJson('s')} AS segment FROM audit_segments s ORDER BY number DESC LIMIT 1`,
  );
  if (!last) return;
  const segment = JSON.parse(last.segment) as ExportedSegment;
  const head = headOf(segment);
  if (!trust.isSigned(head) || trust.isOurs?.(head) === false)
    throw damaged(`segment ${segment.number}`, 'its head is not signed by a key of the log');
}

async function assertNothingBeside(snapshot: Snapshot): Promise<void> {
  const [lost] = await snapshot.query<{ id: string }>(
    `SELECT u.event_id AS id FROM audit_unsealed u
      WHERE NOT EXISTS (SELECT FROM audit_events e WHERE e.occurred_at = u.occurred_at AND e.id = u.event_id) LIMIT 1`,
  );
  if (lost)
    throw damaged(`event ${lost.id}`, 'was written and is no longer there; it had not been sealed yet');
  const [count] = await snapshot.query<{ beside: string }>(
    `SELECT (SELECT count(*) FROM audit_events) - (SELECT count(*) FROM audit_leaves) - (SELECT count(*) FROM audit_unsealed) AS beside`,
  );
  if (Number(count?.beside ?? 0) === 0) return;
  const [event] = await snapshot.query<{ id: string }>(
    `SELECT e.id FROM audit_events e
      WHERE NOT EXISTS (SELECT FROM audit_leaves l WHERE l.occurred_at = e.occurred_at AND l.event_id = e.id)
        AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.event_id = e.id) ORDER BY e.occurred_at, e.id LIMIT 1`,
  );
  throw damaged(`event ${event?.id ?? ''}`, 'was neither sealed nor waits for it');
}
