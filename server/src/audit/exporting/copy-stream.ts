import { Readable } from 'node:stream';
import type { Connection, Submittable } from 'pg';

type Take = (bytes: Buffer) => void;

/**
 * The output of a COPY … TO STDOUT, as it comes from the server: `client.query(new CopyStream(statement))`. Takes the
 * connection's bytes until the rows end, and leaves the rest to pg. Each buffer of the socket is passed on as it is,
 * with the headers of messages taken out in place: copying the bytes, or making an object for each row, would produce
 * as much garbage again.
 */
export class CopyStream extends Readable implements Submittable {
  /** Number of rows; known at the end. */
  rowCount = 0;
  private readonly messages = new CopyMessages();
  private connection: Connection | undefined;
  private readByPg: Take = () => undefined;

  constructor(private readonly statement: string) {
    // Read one buffer ahead: several would be copied together into another one.
    super({ highWaterMark: 1 });
  }

  /** Called by pg when it is this statement's turn. */
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
/**
 * Codes of messages that may come before and between rows, and can be dropped: CopyOutResponse, NoticeResponse,
 * ParameterStatus, NotificationResponse.
 */
const besides = new Set([...'HNSA'].map((code) => code.charCodeAt(0)));

/**
 * Reads PostgreSQL's messages during a COPY: a code, four bytes of length (which include themselves), and the content.
 */
export class CopyMessages {
  private readonly header = Buffer.alloc(headerBytes);
  private inHeader = 0;
  /** Bytes that are still to come of the current message's content. */
  private left = 0;

  /**
   * Moves the rows in a buffer to its beginning.
   *
   * @returns how many bytes of rows there are; and, once the rows have ended, the bytes from the message that ends them
   *   on
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
