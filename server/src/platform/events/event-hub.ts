import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Subject } from 'rxjs';
import { EVENT_CHANNEL } from '../queue/bull-doorbell.ts';
import { RedisClient } from '../queue/redis.client.ts';
import { StreamReader, type StreamRow } from './stream.reader.ts';

/** Redis wakes the hub; should a wake-up be lost, it looks by itself this often. */
const lookEveryMs = 3_000;

/** One reader of the stream for all open pages of this process. */
@Injectable()
export class EventHub implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly events = new Subject<StreamRow>();
  private readonly logger = new Logger(EventHub.name);
  private position = '';
  private subscriber?: RedisClient;
  private timer?: NodeJS.Timeout;
  private reading: Promise<void> | undefined;
  private isAsked = false;

  constructor(
    private readonly reader: StreamReader,
    private readonly redis: RedisClient,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.position = await this.reader.end();
    const subscriber = this.redis.duplicate({
      enableOfflineQueue: true,
      maxRetriesPerRequest: null,
    }) as RedisClient;
    subscriber.on('error', (error: Error) => this.logger.debug(`Redis: ${error.message}`));
    subscriber.on('message', () => this.look());
    subscriber
      .subscribe(EVENT_CHANNEL)
      .catch((error: Error) => this.logger.warn(`not subscribed: ${error.message}`));
    this.subscriber = subscriber;
    this.timer = setInterval(() => this.look(), lookEveryMs);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.subscriber?.disconnect();
    await this.reading;
    this.events.complete();
  }

  private look(): void {
    this.isAsked = true;
    this.reading ??= this.read()
      .catch((error: Error) =>
        this.logger.warn(`the stream was not read, again in a moment: ${error.message}`),
      )
      .finally(() => {
        this.reading = undefined;
      });
  }

  private async read(): Promise<void> {
    while (this.isAsked) {
      this.isAsked = false;
      const rows = await this.reader.after(this.position, 500);
      for (const row of rows) {
        this.position = row.id;
        this.events.next(row);
      }
      if (rows.length === 500) this.isAsked = true;
    }
  }
}
