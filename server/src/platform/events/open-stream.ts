import type { ServerResponse } from 'node:http';
import type { Actor } from '../access/actor.ts';
import { may } from '../access/authorize.ts';
import { type StreamEventView, streamReset } from './event.contract.ts';
import { isAfter, type StreamPosition } from './stream-position.ts';
import type { StreamRow } from './stream.reader.ts';

/** A page that takes nothing any more is let go at so many waiting bytes; it comes back and resumes. */
const mostWaitingBytes = 1024 * 1024;

/**
 * One open page: gets the events its reader may see, each once and in the order of the stream, so that the id it saw
 * last stands for everything before it. Live events wait until what was missed has been sent.
 */
export class OpenStream {
  private waiting: StreamRow[] | undefined = [];
  private sent: StreamPosition | undefined;

  constructor(
    private readonly out: ServerResponse,
    /** Who reads; replaced when their roles change. */
    public actor: Actor,
  ) {}

  /** An event that happens now. */
  live(row: StreamRow): void {
    if (this.waiting) this.waiting.push(row);
    else this.send(row);
  }

  /** An event that happened while the page was away. */
  missed(row: StreamRow): void {
    this.send(row);
  }

  /** Everything missed has been sent: what happened meanwhile follows, and then live events directly. */
  catchUp(): void {
    const rows = this.waiting ?? [];
    this.waiting = undefined;
    for (const row of rows) this.send(row);
  }

  /**
   * Too much was missed, or it is no longer kept: the page has to fetch anew what it shows.
   * @param now the end of the stream, where the page goes on
   */
  reset(now: StreamPosition, at: Date): void {
    this.sent = now;
    const id = `${now.xid}.${now.id}`;
    const subject = { type: '*', id: '*' };
    const data: StreamEventView = { id, type: streamReset, subject, at: at.toISOString() };
    this.write(`id: ${id}\nevent: reset\ndata: ${JSON.stringify(data)}\n\n`);
  }

  keepAlive(): void {
    this.write(': still here\n\n');
  }

  end(): void {
    if (!this.out.writableEnded) this.out.end();
  }

  private send(row: StreamRow): void {
    if (this.sent && !isAfter(row.position, this.sent)) return; // missed and live at once
    this.sent = row.position;
    if (may(this.actor, 'read', row.subject.type, row.access)) this.write(format(row));
  }

  private write(text: string): void {
    if (this.out.writableEnded || this.out.destroyed) return;
    this.out.write(text);
    if (this.out.writableLength > mostWaitingBytes) this.out.destroy();
  }
}

function format({ id, type, subject, at }: StreamRow): string {
  return `id: ${id}\nevent: change\ndata: ${JSON.stringify({ id, type, subject, at })}\n\n`;
}
