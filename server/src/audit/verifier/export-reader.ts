// Reads an export as a header, rows and a manifest, in either format.
import { isUtf8 } from 'node:buffer';
import {
  csvHeadings,
  type ExportedRow,
  type ExportHeader,
  looksLikeManifest,
  manifestMark,
  readManifest,
} from '../exporting/export-format.ts';
import { cellsOf, recordBatches } from '../exporting/records.ts';
import { bytesOf } from './file-bytes.ts';
import { readCells, readLine } from './rows.ts';
import { damaged, unreadable } from './verdict.ts';

export type Part =
  | { kind: 'header'; record: Buffer; text: string; header: ExportHeader | undefined }
  | {
      kind: 'row';
      record: Buffer;
      text: string;
      cells: string[] | undefined;
      row: ExportedRow;
      place: string;
    }
  | { kind: 'manifest'; record: Buffer; manifest: NonNullable<ReturnType<typeof readManifest>> };

const heading = csvHeadings.join(',');
const tooLong = () => unreadable('file', 'file_foreign_lines');

/**
 * As many parts at once as came, each read only when it is asked for.
 *
 * @throws Found
 */
export async function* partsOf(path: string): AsyncGenerator<Iterable<Part>> {
  const isCsv = await startsLikeCsv(path);
  const reader = new PartReader(isCsv);
  for await (const records of recordBatches(bytesOf(path), isCsv, tooLong)) yield reader.parts(records);
  reader.end();
}

class PartReader {
  private rows = 0;
  private hasHeader = false;
  private hasEnded = false;

  constructor(private readonly isCsv: boolean) {}

  *parts(records: readonly Buffer[]): Generator<Part> {
    for (const record of records) yield this.part(record);
  }

  /** @throws Found when the file ends too early */
  end(): void {
    if (!this.hasHeader) throw unreadable('file', 'file_empty');
    if (!this.hasEnded) throw unreadable('file', 'file_cut', { row: this.rows });
  }

  private part(record: Buffer): Part {
    if (this.hasEnded) throw damaged('file', 'file_goes_on');
    const place = this.hasHeader ? `row ${this.rows + 1}` : 'header';
    if (record.at(-1) !== 0x0a && this.hasHeader)
      throw unreadable('file', 'file_cut_in_record', { row: this.rows });
    const text = textOf(record, this.hasHeader, place);
    if (!this.hasHeader) {
      this.hasHeader = true;
      return { kind: 'header', record, text, header: headerOf(text, this.isCsv) };
    }
    const cells = this.isCsv ? cellsOf(text) : undefined;
    const manifest = manifestIn(text, cells);
    if (manifest) {
      this.hasEnded = true;
      return { kind: 'manifest', record, manifest };
    }
    const row = this.isCsv ? cells && readCells(cells) : readLine(text);
    if (!row) throw damaged(place, 'row_form');
    this.rows += 1;
    return { kind: 'row', record, text, cells, row, place };
  }
}

/** A byte that is no text makes a whole file binary, and a row of an export a damaged one. */
function textOf(record: Buffer, isKnown: boolean, place: string): string {
  const bytes = record.at(-1) === 0x0a ? record.subarray(0, -1) : record;
  if (isUtf8(bytes) && !bytes.includes(0)) return bytes.toString('utf8');
  if (isKnown) throw damaged(place, 'row_bytes');
  throw unreadable('file', 'file_binary');
}

function headerOf(text: string, isCsv: boolean): ExportHeader | undefined {
  if (isCsv) return undefined;
  try {
    const { export: header } = JSON.parse(text) as { export?: ExportHeader };
    if (header?.version === 1 && header.format === 'jsonl') return header;
  } catch {
    // no JSON: told below
  }
  throw unreadable('file', looksLikeManifest(text) ? 'file_foreign_manifest' : 'file_foreign');
}

/** @throws Found for what says that it is a manifest and is none, or says more than its signature covers */
function manifestIn(text: string, cells: string[] | undefined) {
  const isManifest = cells ? cells[0] === manifestMark : looksLikeManifest(text);
  if (!isManifest) return undefined;
  const manifest = readManifest(cells ? manifestCell(cells) : text);
  if (!manifest) throw damaged('manifest', 'manifest_form');
  return manifest;
}

/** In its row of a CSV nothing else stands. */
function manifestCell(cells: readonly string[]): string {
  const at = csvHeadings.indexOf('body');
  const isAlone = cells.every((cell, index) => index === 0 || index === at || cell === '');
  return isAlone && cells.length === csvHeadings.length ? (cells[at] ?? '') : '';
}

/** Either begins with words of its own. @throws Found for a file that begins with neither */
async function startsLikeCsv(path: string): Promise<boolean> {
  for await (const chunk of bytesOf(path)) {
    const start = chunk.subarray(0, heading.length).toString();
    if (start === heading) return true;
    if (start.startsWith('{')) return false;
    if (isBinary(chunk.subarray(0, 4096))) throw unreadable('file', 'file_binary');
    throw unreadable('file', heading.startsWith(start) ? 'file_cut_in_heading' : 'file_foreign');
  }
  throw unreadable('file', 'file_empty');
}

/** A letter that is cut at the end makes no text binary. */
const isBinary = (bytes: Buffer): boolean =>
  bytes.includes(0) || bytes.toString('utf8').slice(0, -4).includes('\uFFFD');
