// What an export consists of, for whoever writes one and whoever checks one. A JSONL export is a header line, a line an
// event and a manifest line; a CSV export a heading, a row an event and a row with the manifest in its column `body`.
import type { Openings } from '../commitment.ts';
import type { Segment } from '../sealing/segment.ts';
import { exportKeyName } from '../sealing/key-names.ts';
import { parseNote, type SignedNote, signersOf, signNote } from '../sealing/signed-note.ts';
import type { LogKey, SigningKey } from '../sealing/signing-key.ts';

/** A segment with the signed head that covers it. */
export type ExportedSegment = Segment & { head: string };

/** What has left the log: stands in the first sealed row of a complete export. */
export type ExportedArchive = {
  /** The last segment that holds an archived event. */
  segment: ExportedSegment;
  /** The full subtrees of the tree of segments up to it, hex: the log goes on from there. */
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
  /** In a complete export, of what remains in segments of archived events: what leads to the root of its segment, in hex. */
  remaining?: string;
  /** In an export with a filter: what leads from the leaf to the root of its segment, in hex. */
  path?: string;
  /**
   * In a complete export, at the first event of a segment: that segment, with those that ended before it without any
   * event. In one with a filter: the event's segment, where it is not that of the row before.
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
  /** No filter: each event from the first on must be there. */
  complete: boolean;
  /** The database's time, ISO 8601: when the snapshot was taken. */
  exportedAt: string;
};

/** Ends an export: without one it was cut. */
export type Manifest = ExportHeader & {
  rows: number;
  /** In a workbook: how many events there are, also those that its sheet has no room for. */
  matching?: number;
  /** Of everything before the manifest, uncompressed; of a workbook, beside which the manifest lies, all of it. */
  bytes: number;
  sha256: string;
  /** Hashes of each stretch of so many bytes (`FileDigest`), in base64: they tell where the file was changed. */
  blockBytes: number;
  blocks: string[];
  /** Number of the last segment in the snapshot, 0 when nothing was sealed. */
  lastSegment: number;
  /** In a complete export: the segments after the last event. */
  segments: ExportedSegment[];
  /** The newest signed head in the snapshot. */
  head: string | null;
  /** The keys that sign heads and exports, for who has no better source (C2SP verifier keys). */
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

/** What the signature covers: never mistaken for a head, whose second line is a number. */
const noteText = (origin: string, manifest: string) => `${origin}\nexport\n${manifest}\n`;

export function manifestLine(manifest: Manifest, keys: readonly SigningKey[]): string {
  const text = JSON.stringify(manifest);
  const note = signNote(noteText(manifest.origin, text), keys);
  const lines = note.slice(note.lastIndexOf('\n\n') + 2);
  return `${opening}${text}${signed}${JSON.stringify(lines)}}`;
}

/** The line says that it is a manifest, whether it is one or not. */
export const looksLikeManifest = (line: string): boolean => line.startsWith(opening);

/**
 * What is read is exactly what the signature covers, and nothing else may stand in the line: in JSON a key may come
 * twice, and the second would be taken.
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
 * Who of these keys signed a manifest: keys for the exports of its log, and those of the log itself, which signed
 * exports before they had a key of their own.
 */
export const signersOfManifest = <Key extends LogKey>(
  { manifest, note }: { manifest: Pick<Manifest, 'origin'>; note: SignedNote },
  keys: readonly Key[],
): Key[] =>
  signersOf(
    note,
    keys.filter(({ name }) => name === manifest.origin || name === exportKeyName(manifest.origin)),
  );

/** Columns of the CSV, in order. Those of people and other programs may be neutralised, see `formulaSigns`. */
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
 * What stands in the column `action` of an event whose text cannot be read, and in that of a workbook. The text itself and
 * its leaf hash are there as they lie, the other columns that repeat it are empty.
 */
export const unreadableMark = '[unreadable]';

/** What stands in the column `seq` of the manifest's row. */
export const manifestMark = 'manifest';

/**
 * Signs that make a spreadsheet take a cell for a formula (OWASP, CSV Injection), and the apostrophe itself. A cell
 * that begins with one gets an apostrophe before it; so whoever reads the file back removes the first apostrophe of
 * every cell that begins with one, and has the values as they were.
 */
export const formulaSigns = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', "'"];
