// Reads what COPY … (FORMAT binary) writes: a header, then for each row the number of its fields, and for each field
// its length and its bytes (PostgreSQL documentation, COPY, "Binary Format").

const headerBytes = 19;
const endMark = -1;

/**
 * Rows of `count` fields that are never NULL. The fields lie in the buffer they came in: they are good until the next
 * row is asked for, and the four bytes before each are free to be used.
 *
 * @throws Error for what is no such output
 */
export async function* binaryRows(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer[][]> {
  let rest: Buffer = Buffer.alloc(0);
  let at = headerBytes;
  for await (const chunk of chunks) {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const rows: Buffer[][] = [];
    for (;;) {
      const fields = rowAt(rest, at, count);
      if (!fields) break;
      rows.push(fields.row);
      at = fields.end;
    }
    if (at > headerBytes || rest.length >= headerBytes) {
      const used = Math.min(at, rest.length);
      [rest, at] = [rest.subarray(used), at - used];
    }
    if (rows.length > 0) yield rows;
  }
}

function rowAt(bytes: Buffer, from: number, count: number): { row: Buffer[]; end: number } | undefined {
  if (from + 2 > bytes.length) return undefined;
  const fields = bytes.readInt16BE(from);
  if (fields === endMark) return undefined;
  if (fields !== count) throw new Error(`a row of ${fields} fields where ${count} are due`);
  const row: Buffer[] = [];
  let at = from + 2;
  for (let field = 0; field < count; field++) {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 + bytes.readInt32BE(at);
    if (end > bytes.length) return undefined;
    row.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return { row, end: at };
}
