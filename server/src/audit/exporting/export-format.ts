// The parts of an export, both for writing and for verifying one. A JSONL export is a header line, a line for each
// event and a manifest line; a CSV export is a heading, a row for each event and a row with the manifest in its column
// `body`.
import type { Openings } from '../commitment.ts';
import type { Segment } from '../sealing/segment.ts';
import { exportKeyName } from '../sealing/key-names.ts';
import { parseNote, type SignedNote, signersOf, signNote } from '../sealing/signed-note.ts';
import type { LogKey, SigningKey } from '../sealing/signing-key.ts';

/** A segment with the signed head that covers it. */
export type ExportedSegment = Segment & { head: string };

/** The months that have left the log; part of the first sealed row of a complete export. */
export type ExportedArchive = {
  /** The last segment that holds an archived event. */
  segment: ExportedSegment;
  /** Roots of the full subtrees of the tree of segments up to it, hex: the verifier goes on from there. */
  frontier: string;
  /** What is stated of each month, signed, oldest first. */
  months: string[];
};

/** An event as it stands in an export. */
export type ExportedRow = {
  /** Null as long as it was not sealed. */
  seq: number | null;
  /** Leaf hash in hex. */
  leaf: string | null;
  /** The event's exact text. */
  body: string;
  personal: Openings;
  archived?: ExportedArchive;
  /**
   * In a complete export, for an event in a segment that also holds archived ones: the path from its leaf to the root
   * of the segment, hex.
   */
  remaining?: string;
  /** In an export with a filter: the path from its leaf to the root of its segment, hex. */
  path?: string;
  /**
   * In a complete export, at the first event of a segment: that segment, and empty ones right before it. In an export
   * with a filter: the event's segment, if it is not that of the row before.
   */
  segments?: ExportedSegment[];
};

export type ExportHeader = {
  version: 1;
  id: string;
  format: 'csv' | 'jsonl' | 'xlsx';
  /** Name of the log. */
  origin: string;
  filter: Record<string, unknown>;
  /** Whether there is no filter: then every event from the first on must be there. */
  complete: boolean;
  /** The database's time, ISO 8601: when the snapshot was taken. */
  exportedAt: string;
};

/** The end of an export. A file without it was cut. */
export type Manifest = ExportHeader & {
  rows: number;
  /** In a workbook: how many events match, including those that its sheet has no room for. */
  matching?: number;
  /**
   * Size of everything before the manifest, uncompressed; for a workbook, whose manifest is a file beside it, of the
   * whole file.
   */
  bytes: number;
  sha256: string;
  /**
   * `blocks`: hash of each stretch of `blockBytes` bytes (`FileDigest`), in base64. They tell where a file was changed.
   */
  blockBytes: number;
  blocks: string[];
  /** Number of the last segment in the snapshot, 0 when nothing was sealed. */
  lastSegment: number;
  /** In a complete export: the segments after the last event. */
  segments: ExportedSegment[];
  /** The newest signed head in the snapshot. */
  head: string | null;
  /** The keys that sign heads and exports, for those who have no better source (C2SP verifier keys). */
  keys: string[];
};

export const headerOf = ({
  version,
  id,
  format,
  origin,
  filter,
  complete,
  exportedAt,
}: ExportHeader): ExportHeader => ({
  version,
  id,
  format,
  origin,
  filter,
  complete,
  exportedAt,
});

export const headerLine = (header: ExportHeader): string => JSON.stringify({ export: headerOf(header) });

const opening = '{"manifest":';
const signed = ',"signatures":';

/** The text that the signature covers. Its second line tells it from a head's, which is a number. */
const noteText = (origin: string, manifest: string) => `${origin}\nexport\n${manifest}\n`;

export function manifestLine(manifest: Manifest, keys: readonly SigningKey[]): string {
  const text = JSON.stringify(manifest);
  const note = signNote(noteText(manifest.origin, text), keys);
  const lines = note.slice(note.lastIndexOf('\n\n') + 2);
  return `${opening}${text}${signed}${JSON.stringify(lines)}}`;
}

/** Whether a line claims to be a manifest; it need not be a valid one. */
export const looksLikeManifest = (line: string): boolean => line.startsWith(opening);

/**
 * Reads exactly the text that the signature covers, and lets nothing else stand in the line: in JSON a key may come
 * twice, and parsers take the second.
 *
 * @returns undefined when the line is no manifest; `note` is for checking who signed it
 */
export function readManifest(line: string) {
  if (!looksLikeManifest(line) || !line.endsWith('}')) return undefined;
  const end = line.lastIndexOf(signed);
  if (end < 0) return undefined;
  const text = line.slice(opening.length, end);
  try {
    const manifest = JSON.parse(text) as Manifest;
    const signatures: unknown = JSON.parse(line.slice(end + signed.length, -1));
    if (typeof signatures !== 'string') return undefined;
    const note = parseNote(`${noteText(manifest.origin, text)}\n${signatures}`, line.length + 8_192);
    return note && { manifest, note };
  } catch {
    return undefined; // not JSON
  }
}

/**
 * Which of these keys signed a manifest. The keys for exports of its log count, and those of the log itself, which
 * signed exports before there were keys for them.
 */
export const signersOfManifest = <Key extends LogKey>(
  { manifest, note }: { manifest: Pick<Manifest, 'origin'>; note: SignedNote },
  keys: readonly Key[],
): Key[] =>
  signersOf(
    note,
    keys.filter(({ name }) => name === manifest.origin || name === exportKeyName(manifest.origin)),
  );

/**
 * Columns of the CSV, in order. Cells that people or other programs may have written are neutralised, see
 * `formulaSigns`.
 */
export const csvHeadings = [
  'seq',
  'leaf',
  'id',
  'occurred_at',
  'action',
  'actor_type',
  'actor_id',
  'actor_name',
  'on_behalf_of',
  'target_type',
  'target_id',
  'target_label',
  'root_type',
  'root_id',
  'reason',
  'request_id',
  'address',
  'client',
  'body',
  'personal',
  'proof',
] as const;

/**
 * Value of the column `action`, in CSV and workbook, for an event whose text cannot be read. Its text and leaf hash are
 * exported as they are; the other columns that repeat the text are empty.
 */
export const unreadableMark = '[unreadable]';

/** Value of the column `seq` in the manifest's row. */
export const manifestMark = 'manifest';

/**
 * Characters at the beginning of a cell that make a spreadsheet take it for a formula (OWASP, CSV Injection), and the
 * apostrophe itself. Such a cell gets an apostrophe before it. To get the values back, remove the first apostrophe of
 * every cell that begins with one.
 */
export const formulaSigns = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', "'"];
