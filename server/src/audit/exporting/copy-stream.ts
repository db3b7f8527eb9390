import { Readable } from 'node:stream';
import type { Connection, Submittable } from 'pg';

type Take = (bytes: Buffer) => void;

/**
 * What a COPY … TO STDOUT writes, as it comes from the server: `client.query(new CopyStream(statement))`. Takes the
 * connection's bytes until the rows end, and gives pg the rest. Passes each buffer of the socket on as it is, with the
 * messages' headers taken out of it: a copy of them, and an object for each row, would be as much garbage again.
 */
export class CopyStream extends Readable implements Submittable {
  /** Known at the end. */
  rowCount = 0;
  private readonly messages = new CopyMessages();
  private connection: Connection | undefined;
  private readByPg: Take = () => undefined;

  constructor(private readonly statement: string) {
    // One buffer is enough ahead: several would be put together into another one.
    super({ highWaterMark: 1 });
  }

  /** For pg, when it is this statement's turn. */
  submit(connection: Connection): void {
    const [readByPg] = connection.stream.listeners('data') as Take[];
    if (!readByPg) throw new Error('pg does not read its connection');
    this.readByPg = readByPg;
    this.connection = connection;
    connection.stream.off('data', readByPg).on('data', this.pass);
    connection.query(this.statement);
  }

  override _read(): void {
    this.connection?.stream.resume();
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.rowCount = Number(/^COPY (\d+)/.exec(text)?.[1] ?? 0);
    this.push(null);
  }

  handleError(error: Error): void {
    this.destroy(error);
  }

  handleReadyForQuery(): void {
    // The rows had ended before.
  }

  private readonly pass = (bytes: Buffer): void => {
    const { length, rest } = this.messages.stripped(bytes);
    const goesOn = length === 0 || this.push(bytes.subarray(0, length));
    if (rest) this.giveBack(rest);
    else if (!goesOn) this.connection?.stream.pause();
  };

  private giveBack(rest: Buffer): void {
    const stream = this.connection?.stream;
    this.connection = undefined;
    stream?.off('data', this.pass).on('data', this.readByPg).resume();
    this.readByPg(rest);
  }
}

const headerBytes = 5;
const copyData = 'd'.charCodeAt(0);
/** What may stand before and between rows, and says nothing about them: CopyOutResponse, notices, settings, notifications. */
const besides = new Set([...'HNSA'].map((code) => code.charCodeAt(0)));

/** PostgreSQL's messages while it copies: a code, four bytes of length, which count themselves, and so much content. */
export class CopyMessages {
  private readonly header = Buffer.alloc(headerBytes);
  private inHeader = 0;
  /** Bytes of the content of the message that has begun which have not come. */
  private left = 0;

  /**
   * Moves the rows in some bytes to their beginning.
   *
   * @returns how long they are; and when the rows have ended, what follows them, from the message that ends them
   */
  stripped(bytes: Buffer): { length: number; rest?: Buffer } {
    let [from, length] = [0, 0];
    while (from < bytes.length) {
      if (this.left === 0) {
        from = this.readHeader(bytes, from);
        if (this.inHeader < headerBytes) break;
        if (!this.isOfCopy()) return { length, rest: Buffer.concat([this.header, bytes.subarray(from)]) };
        this.left = this.header.readUInt32BE(1) - 4;
        this.inHeader = 0;
      }
      const to = Math.min(bytes.length, from + this.left);
      if (this.header[0] === copyData) {
        bytes.copyWithin(length, from, to);
        length += to - from;
      }
      this.left -= to - from;
      from = to;
    }
    return { length };
  }

  private readHeader(bytes: Buffer, from: number): number {
    const to = Math.min(bytes.length, from + headerBytes - this.inHeader);
    for (let at = from; at < to; at++) this.header[this.inHeader++] = bytes[at] as number;
    return to;
  }

  private isOfCopy(): boolean {
    const [code = 0] = this.header;
    return code === copyData || besides.has(code);
  }
}
