import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { londonInstant } from './london-instant.ts';
import type { FileRow, ObjectRow, ProcessedAccessions, ProcessRow, ReportKind, ReportRow } from './report.ts';
import type { WebinAnswer } from './webin.error.ts';
import { WebinError } from './webin.error.ts';

// A value of another kind than expected is no reason to lose the row: it counts as not said.
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
  .transform((value) => value?.trim() || null);
const word = text.transform((value) => value?.toUpperCase() ?? null);
const instant = text.transform((value) => (value === null ? null : londonInstant(value)));
const size = text.transform((value) => (value !== null && /^\d{1,15}$/.test(value) ? Number(value) : null));
const id = z.union([z.string().trim().min(1), z.number().transform(String)]);

const object = z
  .object({
    id,
    alias: text,
    secondaryId: text,
    title: text,
    releaseStatus: word,
    firstCreated: instant,
    firstPublic: instant,
    holdDate: instant,
  })
  .transform(
    ({
      releaseStatus: status,
      firstCreated: created,
      firstPublic: published,
      holdDate,
      ...rest
    }): ObjectRow => {
      return { ...rest, status, created, published, holdUntil: holdDate };
    },
  );

const process = z
  .object({
    id,
    analysisType: word,
    acc: text,
    processingStatus: word,
    processingStart: instant,
    processingEnd: instant,
    processingError: text,
  })
  .transform((row): ProcessRow => {
    const { processingStatus: status, processingError: error, acc, analysisType } = row;
    const { processingStart: started, processingEnd: ended } = row;
    return { id: row.id, status, error, started, ended, analysisType, accessions: accessionsOf(acc) };
  });

const file = z
  .object({
    id: text,
    fileName: text,
    name: text,
    fileFormat: text,
    bytes: size,
    fileSize: size,
    checksum: text,
    md5: text,
    archiveStatus: word,
    firstCreated: instant,
    created: instant,
  })
  .transform((row, context): FileRow => {
    const name = row.fileName ?? row.name;
    if (name === null) context.addIssue('a file without a name');
    return {
      id: row.id,
      name: name ?? '',
      format: row.fileFormat,
      size: row.bytes ?? row.fileSize,
      md5: (row.checksum ?? row.md5)?.toLowerCase() ?? null,
      archiveStatus: row.archiveStatus,
      created: row.firstCreated ?? row.created,
    };
  });

/** Rows read at a time; then everything else in the process has its turn. */
const rowsPerTurn = 500;

function rowOf(kind: ReportKind): z.ZodType<ObjectRow | ProcessRow | FileRow> {
  if (kind.endsWith('-process')) return process;
  return kind.endsWith('-files') ? file : object;
}

/**
 * Reads `[{"report": {…}, "links": []}, …]`. No rows at all is what ENA answers for some minutes after a submission.
 * @throws WebinError `unknown` for anything that is no report, such as the HTML of an outage: nothing may be concluded
 */
export async function readReport<K extends ReportKind>(
  kind: K,
  answer: WebinAnswer,
): Promise<ReportRow<K>[]> {
  const schema = rowOf(kind);
  const read: ReportRow<K>[] = [];
  for (const one of listOf(answer)) {
    const inner = typeof one === 'object' && one !== null && 'report' in one ? one.report : one;
    const { success, data } = schema.safeParse(inner);
    if (!success)
      throw new WebinError('unknown', `ENA's report of ${kind} has a row that cannot be read.`, answer);
    if (read.push(data as ReportRow<K>) % rowsPerTurn === 0) await setImmediate();
  }
  return read;
}

function listOf(answer: WebinAnswer): unknown[] {
  const body = new TextDecoder().decode(answer.bytes).trim();
  // No content is no rows, when it is said so (204).
  if (body === '' && answer.httpStatus === 204) return [];
  try {
    const value: unknown = JSON.parse(body);
    if (Array.isArray(value)) return value;
    if (typeof value === 'object' && value !== null && 'report' in value) return [value];
  } catch {
    // No JSON: said below, with the answer.
  }
  throw new WebinError('unknown', 'ENA answered with something that is no report.', answer);
}

/** `chromosomes:OZ189999-OZ189999,genome:GCA_965123456`: parts by comma, kind before the colon, a range or one. */
function accessionsOf(list: string | null): ProcessedAccessions[] {
  const parts = (list ?? '').split(',').map((part) => part.trim());
  return parts.filter(Boolean).map((part) => {
    const [, kind = '', range = ''] = /^(?:([^:]*):)?(.*)$/.exec(part) ?? [];
    const [first = '', last = first] = range.split('-').map((end) => end.trim());
    return { kind: kind.trim().toLowerCase(), first, last };
  });
}
