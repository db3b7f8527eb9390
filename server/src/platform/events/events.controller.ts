import { Controller, Get, Headers, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Actor } from '../access/actor.ts';
import { may } from '../access/authorize.ts';
import { CurrentActor, SignedIn } from '../access/can.decorator.ts';
import { ReturnsContent } from '../http/returns.decorator.ts';
import { EventHub } from './event-hub.ts';
import { StreamReader, type StreamRow } from './stream.reader.ts';

const keepAliveMs = 15_000;
/** An access token lives ten minutes: the stream ends before it, and the console comes back with a new one. */
const longestMs = 9 * 60_000;

/** Server-sent events: what changed, for those who may read it. Resumed by `Last-Event-ID`. */
@Controller('events')
export class EventsController {
  constructor(
    private readonly hub: EventHub,
    private readonly reader: StreamReader,
  ) {}

  @Get()
  @SignedIn()
  @ReturnsContent('text/event-stream')
  async stream(
    @CurrentActor() actor: Actor,
    @Headers('last-event-id') last: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    reply.hijack();
    const out = reply.raw;
    out.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    out.write('retry: 2000\n\n');
    const send = (row: StreamRow) => {
      if (may(actor, 'read', row.subject.type, row.access)) out.write(format(row));
    };
    const live = this.hub.events.subscribe(send);
    const heart = setInterval(() => out.write(': still here\n\n'), keepAliveMs);
    const end = setTimeout(() => out.end(), longestMs);
    out.on('close', () => {
      live.unsubscribe();
      clearInterval(heart);
      clearTimeout(end);
    });
    // What was missed comes after the live subscription: twice is harmless (ids tell), a gap would not be.
    if (last) for (const row of await this.reader.after(last, 1_000)) send(row);
  }
}

function format({ id, type, subject, at }: StreamRow): string {
  return `id: ${id}\nevent: change\ndata: ${JSON.stringify({ id, type, subject, at })}\n\n`;
}
