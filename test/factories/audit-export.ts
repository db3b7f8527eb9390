// Change logs and exports of them made without a database, and everything one may do to such a file.
import { createHash, randomBytes } from 'node:crypto';
import { bodyOf } from '../../server/src/audit/audit-body.ts';
import { openedBy, type Openings, reveal } from '../../server/src/audit/commitment.ts';
import {
  csvHeadings,
  type ExportedArchive,
  type ExportedRow,
  type ExportedSegment,
  formulaSigns,
  headerLine,
  type Manifest,
  manifestLine,
} from '../../server/src/audit/exporting/export-format.ts';
import { FileDigest } from '../../server/src/audit/exporting/file-digest.ts';
import { close, emptyLog, type LogEnd } from '../../server/src/audit/sealing/closing.ts';
import { type SigningKey, signingKey, verifierKey } from '../../server/src/audit/sealing/signing-key.ts';
import { writeLine } from '../../server/src/audit/verifier/rows.ts';
import { personal as valueOf } from '../../server/src/audit/audit-event.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { asVersion1 } from './audit-body.ts';

/** The same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
export const below = (random: () => number, n: number) => Math.floor(random() * n);

export const newKey = (name = 'log.example/audit'): SigningKey =>
  signingKey(name, randomBytes(32).toString('base64'));

export type MadeLog = {
  rows: (ExportedRow & { path: string; number: number })[];
  segments: ExportedSegment[];
  /** What has left it, if anything (`leave`). */
  left?: { archived: ExportedArchive; gone: ReadonlySet<number>; lastSeq: number };
};

const start = Date.parse('2026-11-01T00:00:00.000Z');
const words = [
  '=1+1',
  'Potato',
  'naïve 😀',
  'a "quoted", text\nwith lines',
  '-x',
  "'y",
  'leaf ',
  'x'.repeat(300),
];

/** A log of so many events in segments of different sizes, some empty. */
export function makeLog(random: () => number, events: number, key: SigningKey, origin = key.name): MadeLog {
  const log: MadeLog = { rows: [], segments: [] };
  const owners = new Map<string, string>();
  const erasedAt = new Map<string, number>();
  let end: LogEnd = emptyLog;
  while (log.rows.length < events) {
    const count = Math.min(events - log.rows.length, below(random, 12));
    const made = Array.from({ length: count }, (_, index) =>
      makeEvent(random, log.rows.length + index, owners, erasedAt),
    );
    const closedAt = new Date(start + 60_000 * (end.number + 1));
    const { segment, head, leaves, hash, frontier } = close(
      end,
      made.map(({ body }) => body),
      closedAt,
      { origin, keys: [key] },
    );
    log.segments.push({ ...segment, head });
    made.forEach(({ body, personal }, index) => {
      const { leaf, path } = leaves[index] as { leaf: Buffer; path: Buffer };
      const seq = segment.firstSeq + index;
      // What is written of somebody after the request has no values from the start.
      for (const commitment of Object.keys(personal))
        if ((erasedAt.get(owners.get(commitment) ?? '') ?? seq) < seq) personal[commitment] = onDay;
      log.rows.push({
        seq,
        leaf: leaf.toString('hex'),
        body,
        personal,
        path: path.toString('hex'),
        number: segment.number,
      });
    });
    end = { number: segment.number, nextSeq: segment.firstSeq + count, hash: hash.toString('hex'), frontier };
  }
  return log;
}

/** What stands in place of an erased person's value. */
export const onDay = { erased: '2026-11-21' } as never;
const people = ['p0', 'p1', 'p2'];

/** @param owners gets whose value each commitment stands for @param erasedAt gets the number of the first event that erases somebody */
function makeEvent(
  random: () => number,
  index: number,
  owners: Map<string, string>,
  erasedAt: Map<string, number>,
): { body: string; personal: Openings } {
  const word = () => words[below(random, words.length)] ?? '';
  const hex = (length: number) => Array.from({ length }, () => below(random, 16).toString(16)).join('');
  const at = new Date(start + index * 1_000);
  const id = `${at
    .getTime()
    .toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})/, '$1-')}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
  const actor = { ...systemActor('x'), type: 'user' as const, id: `u-${hex(4)}`, name: `Ada ${word()}` };
  const somebody = () => people[below(random, people.length)] ?? '';
  const isErasure = random() < 0.04;
  const target = isErasure
    ? { type: 'User', id: somebody(), label: 'somebody' }
    : { type: 'Submission', id: hex(8), label: random() < 0.5 ? word() : valueOf(word(), somebody()) };
  if (isErasure && !erasedAt.has(target.id)) erasedAt.set(target.id, index + 1);
  const { body, personal: values } = bodyOf(id, at, actor, {
    action: isErasure ? 'user.erasure_request' : 'submission.update',
    target,
    changes: [
      { field: 'title', before: word(), after: random() < 0.3 ? valueOf(word(), somebody()) : word() },
    ],
    facts: { records: below(random, 100), file: random() < 0.3 ? valueOf(word()) : null },
    reason: random() < 0.5 ? word() : null,
  });
  for (const { personId, opened } of values)
    for (const commitment of Object.keys(opened)) owners.set(commitment, personId);
  return {
    body: random() < 0.3 ? asVersion1(body) : body,
    personal: Object.assign({}, ...values.map(({ opened }) => opened)) as Openings,
  };
}

export type MadeExport = { text: string; manifest: Manifest };

/** @param chosen seqs that a filter chose; everything when left out @param signer of the manifest, if not the log's key */
export function makeExport(
  log: MadeLog,
  key: SigningKey,
  format: 'csv' | 'jsonl',
  chosen?: readonly number[],
  signer = key,
): MadeExport {
  const rows = chosen ? chosenRows(log, chosen) : completeRows(log);
  const rest = chosen
    ? []
    : log.segments.filter(({ firstSeq, count }) => count === 0 && firstSeq > log.rows.length);
  const minute = (log.segments.at(-1)?.number ?? 0) + 2;
  return seal(rows, rest, log.segments.at(-1), key, format, chosen === undefined, minute, undefined, signer);
}

export function completeRows({ rows, segments, left }: MadeLog): ExportedRow[] {
  if (left) {
    const here = rows.filter(({ seq }) => !left.gone.has(seq ?? 0));
    const isBeside = ({ seq }: ExportedRow) => (seq ?? 0) <= left.lastSeq;
    const beside = chosenRows(
      { rows, segments },
      here.filter(isBeside).map(({ seq }) => seq ?? 0),
    );
    const all = [
      ...beside.map(({ path = '', ...row }) => ({ ...row, remaining: path })),
      ...completeRows({ rows, segments }).filter((row) => !isBeside(row)),
    ];
    return all.map((row, index) => (index === 0 ? { ...row, archived: left.archived } : row));
  }
  return rows.map(({ seq, leaf, body, personal, number }) => {
    const row = { seq, leaf, body, personal };
    const own = segments[number - 1] as ExportedSegment;
    if (own.firstSeq !== row.seq) return row;
    return {
      ...row,
      segments: segments.filter(({ firstSeq, number: n }) => firstSeq === own.firstSeq && n <= number),
    };
  });
}

export function chosenRows({ rows, segments }: MadeLog, chosen: readonly number[]): ExportedRow[] {
  let before = 0;
  return chosen.map((seq) => {
    const { number, ...row } = rows[seq - 1] as MadeLog['rows'][number];
    const isNew = number !== before;
    before = number;
    return isNew ? { ...row, segments: [segments[number - 1] as ExportedSegment] } : row;
  });
}

/** What is done to the cells of a CSV before the file is signed. */
type EditCells = (cells: string[]) => string[];

/** Puts rows into a file and signs its manifest. */
export function seal(
  rows: readonly ExportedRow[],
  rest: readonly ExportedSegment[],
  last: ExportedSegment | undefined,
  key: SigningKey,
  format: 'csv' | 'jsonl',
  complete: boolean,
  minute = (last?.number ?? 0) + 2,
  edit?: EditCells,
  signer: SigningKey = key,
): MadeExport {
  const header = {
    version: 1 as const,
    id: '019a9c5e-1234-7abc-8def-0123456789ab',
    format,
    origin: key.name,
    filter: complete ? {} : { action: ['x.y'] },
    complete,
    exportedAt: new Date(start + 60_000 * minute).toISOString(),
  };
  const before = fileOf(rows, headerLine(header), format, edit);
  const digest = new FileDigest();
  digest.update(Buffer.from(before));
  const manifest: Manifest = {
    ...header,
    ...digest.end(),
    rows: rows.length,
    lastSegment: last?.number ?? 0,
    head: last?.head ?? null,
    segments: [...rest],
    keys: [key, ...(signer === key ? [] : [signer])].map(verifierKey),
  };
  return { text: before + manifestRecord(manifestLine(manifest, [signer]), format), manifest };
}

export const manifestRecord = (line: string, format: 'csv' | 'jsonl'): string =>
  format === 'jsonl'
    ? `${line}\n`
    : `${csvHeadings.map((h) => (h === 'seq' ? 'manifest' : h === 'body' ? quoted(line) : '')).join(',')}\n`;

export function fileOf(
  rows: readonly ExportedRow[],
  header: string,
  format: 'csv' | 'jsonl',
  edit?: EditCells,
): string {
  const records = rows.map((row) => recordOf(row, format, edit));
  return [format === 'jsonl' ? header : csvHeadings.join(','), ...records, ''].join('\n');
}

export const recordOf = (row: ExportedRow, format: 'csv' | 'jsonl', edit?: EditCells): string =>
  format === 'jsonl' ? writeLine(row) : csvRow(row, edit);

type Shown = Record<string, Record<string, string> | string | null>;

function csvRow(row: ExportedRow, edit: EditCells = (cells) => cells): string {
  const shown = reveal(JSON.parse(row.body), openedBy(row.personal)) as Shown;
  const of = (key: string, field: string) => (shown[key] as Record<string, string> | null)?.[field] ?? '';
  const { archived, remaining, path, segments } = row;
  const isBare = path === undefined && !segments && !archived && remaining === undefined;
  const proof = isBare ? '' : JSON.stringify({ archived, remaining, path, segments });
  const foreign = (text: unknown) => {
    const cell = String(text ?? '');
    return formulaSigns.includes(cell[0] ?? '') ? `'${cell}` : cell;
  };
  const cells = [
    row.seq ?? '',
    row.leaf ?? '',
    shown['id'],
    shown['occurredAt'],
    ...[
      shown['action'],
      of('actor', 'type'),
      of('actor', 'id'),
      of('actor', 'name'),
      of('onBehalfOf', 'id'),
    ].map(foreign),
    ...[
      of('target', 'type'),
      of('target', 'id'),
      of('target', 'label'),
      of('root', 'type'),
      of('root', 'id'),
    ].map(foreign),
    ...[shown['reason'], shown['requestId'], shown['address'], shown['client']].map(foreign),
    row.body,
    JSON.stringify(row.personal),
    proof,
  ];
  return edit(cells.map((cell) => String(cell ?? '')))
    .map(quoted)
    .join(',');
}

const quoted = (cell: string) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
