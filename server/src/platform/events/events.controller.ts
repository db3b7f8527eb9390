import { Controller, Get, Headers, Logger, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { Authenticator } from '../access/authenticator.ts';
import { CurrentActor, SignedIn } from '../access/can.decorator.ts';
import { Does } from '../http/does.decorator.ts';
import { ReturnsContent } from '../http/returns.decorator.ts';
import { Clock } from '../time/clock.ts';
import { EventHub } from './event-hub.ts';
import { OpenStream } from './open-stream.ts';
import { parsePosition } from './stream-position.ts';
import { StreamReader } from './stream.reader.ts';

/** How often a proxy hears that the connection lives, and how soon a page learns that its reader may read no more. */
const beatMs = 5_000;
const atOnce = 500;
/** Who missed more fetches everything anew. */
const mostMissed = 5_000;

@ApiTags('Events')
@Controller('events')
export class EventsController {
  private readonly logger = new Logger(EventsController.name);

  constructor(
    private readonly hub: EventHub,
    private readonly reader: StreamReader,
    private readonly authenticator: Authenticator,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Does(
    'Streams what changes, for those who may read it',
    'Server-sent events. After a break the stream goes on behind `Last-Event-ID`; who has missed too much is told to fetch everything anew.',
  )
  @ApiHeader({ name: 'last-event-id', required: false, description: 'The id of the last event that came.' })
  @SignedIn()
  @ReturnsContent('text/event-stream')
  async stream(
    @CurrentActor() actor: Actor,
    @Headers('last-event-id') last: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    reply.hijack();
    reply.raw.writeHead(200, {
      'x-request-id': request.id,
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    reply.raw.write('retry: 2000\n\n');
    const page = new OpenStream(reply.raw, actor);
    const live = this.hub.events.subscribe({ next: (row) => page.live(row), complete: () => page.end() });
    const heart = setInterval(() => void this.beat(page, request), beatMs);
    reply.raw.on('close', () => {
      live.unsubscribe();
      clearInterval(heart);
    });
    try {
      if (last) await this.resume(page, last);
      page.catchUp();
    } catch (error) {
      // The page comes back with the id it has, and tries again.
      this.logger.warn(`a page was not brought up to date: ${String(error)}`);
      page.end();
    }
  }

  private async resume(page: OpenStream, last: string): Promise<void> {
    let position = parsePosition(last);
    if (!position || !(await this.reader.has(position))) return this.reset(page);
    for (let count = 0; count < mostMissed; count += atOnce) {
      const rows = await this.reader.after(position, atOnce);
      for (const row of rows) page.missed(row);
      if (rows.length < atOnce) return;
      position = rows.at(-1)?.position ?? position;
    }
    await this.reset(page);
  }

  private async reset(page: OpenStream): Promise<void> {
    page.reset(await this.reader.end(), this.clock.now());
  }

  /** A token that ended, a session that was revoked or roles that changed hold for an open page, too. */
  private async beat(page: OpenStream, request: FastifyRequest): Promise<void> {
    try {
      const actor = await this.authenticator.authenticate(request);
      if (!actor) return page.end();
      page.actor = actor;
      page.keepAlive();
    } catch (error) {
      this.logger.warn(`who reads a page could not be checked, again in a moment: ${String(error)}`);
    }
  }
}
