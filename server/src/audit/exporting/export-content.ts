import { type RegisteredKey, registeredKeysSql } from '../sealing/registered-keys.ts';
import { type SigningKey, verifierKey } from '../sealing/signing-key.ts';
import type { AuditExportFormat } from './export.contract.ts';
import { segmentJson } from './export.sql.ts';
import {
  csvHeadings,
  type ExportedSegment,
  type ExportHeader,
  headerLine,
  type Manifest,
  manifestLine,
  manifestMark,
} from './export-format.ts';
import { FileDigest } from './file-digest.ts';
import type { CopyOut, Snapshot } from './snapshot.ts';

/** The part of the manifest that describes the seal. */
export type SealState = Pick<Manifest, 'lastSegment' | 'head' | 'segments' | 'keys'>;

/** The seal as it is in the snapshot. @param isComplete also lists the segments after the last event */
export async function sealIn(snapshot: Snapshot, isComplete: boolean): Promise<SealState> {
  const [last] = await snapshot.query<{ number: string; head: string; next_seq: string }>(
    'SELECT number, head, first_seq + count AS next_seq FROM audit_segments ORDER BY number DESC LIMIT 1',
  );
  const keys = (await snapshot.query<RegisteredKey>(registeredKeysSql)).map(verifierKey);
  if (!last) return { lastSegment: 0, head: null, segments: [], keys };
  const rows = isComplete
    ? await snapshot.query<{ segment: string }>(
        `SELECT ${segmentJson('s')} AS segment FROM audit_segments s WHERE first_seq = $1 AND count = 0 ORDER BY number`,
        [last.next_seq],
      )
    : [];
  const segments = rows.map(({ segment }) => JSON.parse(segment) as ExportedSegment);
  return { lastSegment: Number(last.number), head: last.head, segments, keys };
}

/** What writes an export. */
export interface Content {
  /** Events written; final at the end. */
  readonly rows: number;
  /** Events that match, including those that the format has no room for. */
  readonly matching: number;
  /** The signed manifest; empty before the end. */
  readonly manifest: string;
  /**
   * @param first the first statement's output, which has begun
   * @param others statements that follow in the same snapshot
   */
  chunks(snapshot: Snapshot, first: CopyOut, others: readonly string[]): AsyncGenerator<Buffer>;
}

/** Writes one export as text: header, what the statements give, manifest. */
export class TextContent implements Content {
  rows = 0;
  manifest = '';
  private readonly digest = new FileDigest();

  constructor(
    private readonly header: ExportHeader,
    private readonly seal: SealState,
    private readonly keys: readonly SigningKey[],
  ) {}

  async *chunks(snapshot: Snapshot, first: CopyOut, others: readonly string[]): AsyncGenerator<Buffer> {
    if (this.header.format === 'jsonl') yield this.digested(Buffer.from(`${headerLine(this.header)}\n`));
    for await (const chunk of first) yield this.digested(chunk as Buffer);
    this.rows += first.rowCount;
    for (const statement of others) {
      const copy = await snapshot.copy(statement);
      for await (const chunk of copy) yield this.digested(chunk as Buffer);
      this.rows += copy.rowCount;
    }
    await snapshot.close();
    this.manifest = manifestLine(this.stated(), this.keys);
    yield Buffer.from(ending(this.header.format, this.manifest));
  }

  get matching(): number {
    return this.rows;
  }

  private digested(chunk: Buffer): Buffer {
    this.digest.update(chunk);
    return chunk;
  }

  private stated(): Manifest {
    return {
      ...this.header,
      ...this.digest.end(),
      rows: this.rows,
      ...this.seal,
    };
  }
}

function ending(format: AuditExportFormat, manifest: string): string {
  if (format === 'jsonl') return `${manifest}\n`;
  const cells = csvHeadings.map((heading) =>
    heading === 'seq' ? manifestMark : heading === 'body' ? `"${manifest.replaceAll('"', '""')}"` : '',
  );
  return `${cells.join(',')}\n`;
}
