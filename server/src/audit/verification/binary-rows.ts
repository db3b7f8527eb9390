// Reads what COPY … (FORMAT binary) writes: a header, then for each row the number of its fields, and for each field
// its length and its bytes (PostgreSQL documentation, COPY, "Binary Format").

const headerBytes = 19;
const endMark = -1;

/**
 * Reads rows one after the other, piece by piece as they come. Of the row where it stands, field n are the bytes from
 * `at[2 * n]` up to `at[2 * n + 1]`, and is NULL where these are -1; the four bytes before each field are free to be
 * used. A piece stays as it is after the next has come.
 */
export class BinaryRows {
  bytes: Buffer = Buffer.alloc(0);
  readonly at: Int32Array;
  /** Stands at a row. */
  has = false;
  /** Rows that were passed. */
  count = 0;
  private readonly chunks: AsyncIterator<Buffer>;
  private isOver = false;
  private isBegun = false;
  /** Where the row begins, and where it ends. */
  private start = 0;
  private end = 0;

  /** @param fields of each row */
  constructor(
    chunks: AsyncIterable<Buffer>,
    private readonly fields: number,
  ) {
    this.chunks = chunks[Symbol.asyncIterator]();
    this.at = new Int32Array(2 * fields);
  }

  /** Reads until it stands at a row, or there are none any more. @throws Error for what is no such output */
  async load(): Promise<void> {
    while (!this.has && !this.isOver) {
      const { value, done } = await this.chunks.next();
      if (done) {
        this.isOver = true;
        return;
      }
      const rest = this.bytes.subarray(this.end);
      this.bytes = rest.length > 0 ? Buffer.concat([rest, value]) : value;
      this.end = 0;
      if (!this.isBegun) {
        if (this.bytes.length < headerBytes) continue;
        [this.isBegun, this.end] = [true, headerBytes];
      }
      this.step();
    }
  }

  /** Goes to the next row, where it lies in the same piece. */
  next(): void {
    this.count += 1;
    this.step();
  }

  /** Goes back to a row that was passed. @param start of it, as `place` gave it @param count of the rows before it */
  back({ start, count }: { start: number; count: number }): void {
    this.end = start;
    this.count = count;
    this.step();
  }

  get place(): { start: number; count: number } {
    return { start: this.start, count: this.count };
  }

  private step(): void {
    this.start = this.end;
    const end = this.rowAt(this.bytes, this.start);
    this.has = end !== undefined;
    if (end !== undefined) this.end = end;
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
