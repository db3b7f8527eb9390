import type { SheetRecord } from '../records.ts';

/**
 * Rows of a table as bytes that can be handed from thread to thread without being copied, and are read one by one: a
 * large table at once would keep whoever takes it waiting.
 */
export type PackedRows = { bytes: Uint8Array<ArrayBuffer>; rows: number };

const lineFeed = 0x0a;

/** @param records numbered from 1 without gaps, as a workbook's are */
export function packedRows(records: Iterable<SheetRecord>): PackedRows {
  const chunks: Buffer[] = [];
  let rows = 0;
  for (const { cells } of records) {
    rows++;
    chunks.push(Buffer.from(`${JSON.stringify(cells)}\n`));
  }
  const size = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return { bytes, rows };
}

/** The rows again. */
export function* unpackedRows({ bytes }: PackedRows): Generator<SheetRecord> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let row = 0;
  for (let at = 0; at < buffer.length;) {
    const end = buffer.indexOf(lineFeed, at);
    yield { row: ++row, cells: JSON.parse(buffer.toString('utf8', at, end)) as string[] };
    at = end + 1;
  }
}
