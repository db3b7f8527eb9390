// Cuts a file into its records: lines of JSONL, rows of CSV, each with its exact bytes.
import { manifestMark } from './export-format.ts';

const newline = 0x0a;
const quote = 0x22;
const manifestLine = `\n${manifestMark},`;
/** In bytes: no event is anywhere near this long. */
const longest = 256 * 1024 * 1024;

/**
 * Records with their line ends, in order, in batches as the bytes come. The last record has no line end if the file was
 * cut.
 *
 * @param isCsv whether a newline between quotes is part of a record
 * @param tooLong makes the error for a file without lines
 */
export async function* recordBatches(
  bytes: AsyncIterable<Buffer>,
  isCsv: boolean,
  tooLong = () => new Error('no event of the change log is as long as this record'),
): AsyncGenerator<Buffer[]> {
  let rest: Buffer[] = [];
  let held = 0;
  let isQuoted = false;
  for await (const chunk of bytes) {
    const records: Buffer[] = [];
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) {
      if (isCsv) {
        isQuoted = endsQuoted(chunk, from, at, isQuoted);
        if (isQuoted) {
          rest.push(chunk.subarray(from, at + 1));
          held += at + 1 - from;
          from = at + 1;
          continue;
        }
      }
      const line = chunk.subarray(from, at + 1);
      records.push(held > 0 ? Buffer.concat([...rest, line]) : line);
      [rest, held, from] = [[], 0, at + 1];
    }
    if (from < chunk.length) {
      if (isCsv) isQuoted = endsQuoted(chunk, from, chunk.length, isQuoted);
      rest.push(Buffer.from(chunk.subarray(from)));
      held += chunk.length - from;
    }
    if (records.length > 0) yield records;
    if (held > longest) throw tooLong();
  }
  if (held === 0) return;
  const last = Buffer.concat(rest);
  // If the rest ends with a newline, that newline is between quotes: the record was cut there, and has no line end. But
  // if the rest contains the manifest, somebody changed a quote.
  const isCut = last.at(-1) === newline && !last.includes(manifestLine);
  yield [isCut ? last.subarray(0, -1) : last];
}

/**
 * Whether a stretch ends between quotes. An even number of quotes changes nothing; a doubled quote inside a cell counts
 * as two.
 */
function endsQuoted(chunk: Buffer, from: number, to: number, isQuoted: boolean): boolean {
  let state = isQuoted;
  for (let at = chunk.indexOf(quote, from); at >= 0 && at < to; at = chunk.indexOf(quote, at + 1))
    state = !state;
  return state;
}

/** Cells of one CSV record (RFC 4180), without its line's end. @returns undefined when it is malformed */
export function cellsOf(record: string): string[] | undefined {
  const cells: string[] = [];
  for (let at = 0; ;) {
    const end = record[at] === '"' ? closingQuote(record, at) : plainEnd(record, at);
    if (end === undefined) return undefined;
    const raw = record.slice(at, end);
    cells.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === record.length) return cells;
    if (record[end] !== ',') return undefined;
    at = end + 1;
  }
}

function plainEnd(record: string, from: number): number | undefined {
  const comma = record.indexOf(',', from);
  const end = comma < 0 ? record.length : comma;
  return record.slice(from, end).includes('"') ? undefined : end;
}

function closingQuote(record: string, from: number): number | undefined {
  for (let at = record.indexOf('"', from + 1); at >= 0; at = record.indexOf('"', at + 2)) {
    if (record[at + 1] !== '"') return at + 1;
  }
  return undefined;
}
