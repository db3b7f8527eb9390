// Reads what COPY … (FORMAT binary) writes: a header, then for each row the number of its fields, and for each field
// its length and its bytes (PostgreSQL documentation, COPY, "Binary Format").

const headerBytes = 19;
const endMark = -1;

/**
 * Takes one row: field n are the bytes from `at[2 * n]` up to `at[2 * n + 1]`, and is NULL where these are -1. Both are
 * good until it returns; the four bytes before each field are free to be used.
 */
export type TakeRow = (bytes: Buffer, at: Int32Array) => void;

/** Reads rows piece by piece, as they come. */
export class BinaryRows {
  private readonly chunks: AsyncIterator<Buffer>;
  private readonly at: Int32Array;
  private rest: Buffer = Buffer.alloc(0);
  private isBegun = false;

  /** @param fields of each row */
  constructor(
    chunks: AsyncIterable<Buffer>,
    private readonly fields: number,
    private readonly take: TakeRow,
  ) {
    this.chunks = chunks[Symbol.asyncIterator]();
    this.at = new Int32Array(2 * fields);
  }

  /**
   * Reads one more piece and gives away the rows that end in it.
   *
   * @returns whether there was one
   * @throws Error for what is no such output
   */
  async read(): Promise<boolean> {
    const { value, done } = await this.chunks.next();
    if (done) return false;
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, value]) : value;
    let used = 0;
    if (!this.isBegun && bytes.length >= headerBytes) [this.isBegun, used] = [true, headerBytes];
    if (this.isBegun) used = this.rows(bytes, used);
    this.rest = bytes.subarray(used);
    return true;
  }

  /** @returns where the first row begins that is not whole */
  private rows(bytes: Buffer, from: number): number {
    let start = from;
    for (;;) {
      const end = this.rowAt(bytes, start);
      if (end === undefined) return start;
      this.take(bytes, this.at);
      start = end;
    }
  }

  private rowAt(bytes: Buffer, from: number): number | undefined {
    const { at, fields } = this;
    if (from + 2 > bytes.length) return undefined;
    const count = bytes.readInt16BE(from);
    if (count === endMark) return undefined;
    if (count !== fields) throw new Error(`a row of ${count} fields where ${fields} are due`);
    let end = from + 2;
    for (let field = 0; field < fields; field++) {
      const start = end + 4;
      if (start > bytes.length) return undefined;
      const length = int32(bytes, end);
      end = length < 0 ? start : start + length;
      if (end > bytes.length) return undefined;
      at[2 * field] = length < 0 ? -1 : start;
      at[2 * field + 1] = length < 0 ? -1 : end;
    }
    return end;
  }
}

const int32 = (bytes: Buffer, at: number): number =>
  ((bytes[at] as number) << 24) |
  ((bytes[at + 1] as number) << 16) |
  ((bytes[at + 2] as number) << 8) |
  (bytes[at + 3] as number);

/** @returns undefined for NULL */
export function textAt(bytes: Buffer, at: Int32Array, field: number): string | undefined {
  const start = at[2 * field] as number;
  return start < 0 ? undefined : bytes.toString('utf8', start, at[2 * field + 1]);
}

/** A bigint within what a number can hold. */
export function bigintAt(bytes: Buffer, at: Int32Array, field: number): number {
  const start = at[2 * field] as number;
  return int32(bytes, start) * 2 ** 32 + (int32(bytes, start + 4) >>> 0);
}

export const epoch2000Ms = Date.UTC(2000, 0, 1);

/** A timestamptz, which is kept as microseconds since 2000, in milliseconds since 1970. */
export const momentAt = (bytes: Buffer, at: Int32Array, field: number): number =>
  bigintAt(bytes, at, field) / 1000 + epoch2000Ms;
