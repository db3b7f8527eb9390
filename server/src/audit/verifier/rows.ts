// Reads the rows of an export, and writes them again: one that was written differently was not written by us.
import type { Erased, Opening, Openings } from '../commitment.ts';
import { isErased, openedBy, reveal } from '../commitment.ts';
import {
  csvHeadings,
  type ExportedArchive,
  type ExportedRow,
  type ExportedSegment,
  formulaSigns,
  unreadableMark,
} from '../exporting/export-format.ts';
import { isLogText } from '../log-text.ts';
import { readText } from '../readable-text.ts';

/** @returns undefined when the text is no row of an export */
export function readLine(text: string): ExportedRow | undefined {
  return checked(parsed(text));
}

/** @param cells of one row of a CSV export */
export function readCells(cells: readonly string[]): ExportedRow | undefined {
  if (cells.length !== csvHeadings.length) return undefined;
  const cell = (heading: (typeof csvHeadings)[number]) => cells[csvHeadings.indexOf(heading)] ?? '';
  const proof = cell('proof') === '' ? {} : parsed(cell('proof'));
  if (proof === undefined) return undefined;
  return checked({
    seq: cell('seq') === '' ? null : Number(cell('seq')),
    leaf: cell('leaf') === '' ? null : cell('leaf'),
    body: cell('body'),
    personal: parsed(cell('personal')),
    ...proof,
  });
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // not JSON
  }
}

function checked(row: Record<string, unknown> | undefined): ExportedRow | undefined {
  // What lies as its openings is told apart from those by who checks them.
  if (!row || typeof row['body'] !== 'string' || row['personal'] === undefined) return undefined;
  const { seq, leaf, path = '', segments = [], archived, remaining = '' } = row;
  const isSealed = Number.isSafeInteger(seq) && typeof leaf === 'string' && /^[\da-f]{64}$/.test(leaf);
  if (!isSealed && (seq !== null || leaf !== null)) return undefined;
  if (!isPath(path) || !isPath(remaining)) return undefined;
  if (!Array.isArray(segments) || !segments.every(isSegment)) return undefined;
  if (archived !== undefined && !isArchive(archived)) return undefined;
  return row as ExportedRow;
}

const isPath = (value: unknown): boolean =>
  typeof value === 'string' && value.length % 64 === 0 && /^[\da-f]*$/.test(value);

export function isSegment(value: unknown): value is ExportedSegment {
  const { number, firstSeq, count, root, previous, closedAt, head } = (value ?? {}) as Record<
    string,
    unknown
  >;
  return (
    [number, firstSeq, count].every((each) => Number.isSafeInteger(each) && (each as number) >= 0) &&
    [root, previous].every((each) => typeof each === 'string' && /^[\da-f]{64}$/.test(each)) &&
    typeof closedAt === 'string' &&
    typeof head === 'string'
  );
}

function isArchive(value: unknown): value is ExportedArchive {
  const { segment, frontier, months } = (value ?? {}) as Record<string, unknown>;
  return (
    isSegment(segment) &&
    typeof frontier === 'string' &&
    /^([\da-f]{64})*$/.test(frontier) &&
    Array.isArray(months) &&
    months.every((month) => typeof month === 'string')
  );
}

/** A line of JSONL as the database writes it. */
export function writeLine({
  seq,
  leaf,
  body,
  personal,
  archived,
  remaining,
  path,
  segments,
}: ExportedRow): string {
  const proof = [
    archived === undefined ? [] : `"archived":${writeArchive(archived)}`,
    remaining === undefined ? [] : `"remaining":"${remaining}"`,
    path === undefined ? [] : `"path":"${path}"`,
    segments === undefined ? [] : `"segments":[${segments.map(writeSegment).join(',')}]`,
  ].flat();
  const tail = proof.length > 0 ? `,${proof.join(',')}` : '';
  return `{"seq":${seq},"leaf":${JSON.stringify(leaf)},"body":${JSON.stringify(body)},"personal":${writeOpenings(personal)}${tail}}`;
}

const writeArchive = ({ segment, frontier, months }: ExportedArchive) =>
  `{"segment":${writeSegment(segment)},"frontier":"${frontier}","months":${JSON.stringify(months)}}`;

const writeSegment = ({ number, firstSeq, count, root, previous, closedAt, head }: ExportedSegment) =>
  JSON.stringify({ number, firstSeq, count, root, previous, closedAt, head });

/** As PostgreSQL writes jsonb: a space after each colon and comma, keys of one length in the order of their bytes. */
function writeOpenings(personal: Openings): string {
  const parts = Object.keys(personal)
    .sort()
    .map((commitment) => {
      const opening = personal[commitment] as Opening | Erased;
      const fields = isErased(opening)
        ? `"erased": ${JSON.stringify(opening.erased)}`
        : `"salt": ${JSON.stringify(opening.salt)}, "value": ${JSON.stringify(opening.value)}`;
      return `${JSON.stringify(commitment)}: {${fields}}`;
    });
  return `{${parts.join(', ')}}`;
}

type Body = Record<string, Record<string, unknown> | string | null | undefined>;

type Shown = Record<string, Record<string, string> | string | null>;

function revealed(stated: Body, personal: Openings): Shown | undefined {
  try {
    return reveal(stated, openedBy(personal)) as Shown;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // nested too deeply
    throw error;
  }
}

/** The cells that a CSV repeats from an event's text. @returns the heading of the first that says something else */
export function unlikeBody(cells: readonly string[], { body, personal }: ExportedRow): string | undefined {
  const stated = readText(body);
  if (!stated) return isMarked(cells) ? undefined : 'body';
  if (!isLogText(body)) return undefined; // which is told of it; there is no form in which it would be repeated
  const shown = revealed(stated as Body, personal);
  if (!shown) return 'body';
  const of = (key: string, field: string) => (shown[key] as Record<string, string> | null)?.[field];
  const expected: Partial<Record<(typeof csvHeadings)[number], unknown>> = {
    id: shown['id'],
    occurred_at: shown['occurredAt'],
    action: shown['action'],
    actor_type: of('actor', 'type'),
    actor_id: of('actor', 'id'),
    actor_name: of('actor', 'name'),
    on_behalf_of: of('onBehalfOf', 'id'),
    target_type: of('target', 'type'),
    target_id: of('target', 'id'),
    target_label: of('target', 'label'),
    root_type: of('root', 'type'),
    root_id: of('root', 'id'),
    reason: shown['reason'],
    request_id: shown['requestId'],
    address: shown['address'],
    client: shown['client'],
  };
  return Object.entries(expected).find(
    ([heading, value]) =>
      neutral(String(value ?? '')) !== cells[csvHeadings.indexOf(heading as 'id')] &&
      String(value ?? '') !== cells[csvHeadings.indexOf(heading as 'id')],
  )?.[0];
}

/** Of a text that cannot be read nothing is repeated, and the row says so. */
const isMarked = (cells: readonly string[]): boolean =>
  csvHeadings
    .slice(csvHeadings.indexOf('id'), csvHeadings.indexOf('body'))
    .every((heading) => cells[csvHeadings.indexOf(heading)] === (heading === 'action' ? unreadableMark : ''));

const neutral = (cell: string) => (formulaSigns.includes(cell[0] ?? '') ? `'${cell}` : cell);
