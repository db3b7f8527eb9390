import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Subject } from 'rxjs';
import { EVENT_CHANNEL } from '../queue/bull-doorbell.ts';
import { RedisClient } from '../queue/redis.client.ts';
import { beginning } from './stream-position.ts';
import { StreamReader, type StreamRow } from './stream.reader.ts';

/** Redis wakes the hub; should a wake-up be lost, it looks by itself this often. */
const lookEveryMs = 3_000;
const atOnce = 500;

/** One reader of the stream for all open pages of this process. */
@Injectable()
export class EventHub implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Completes when the process stops. */
  readonly events = new Subject<StreamRow>();
  private readonly logger = new Logger(EventHub.name);
  private position = beginning;
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
    // Redis away: the subscription waits for it, and is made again after every interruption.
    subscriber.subscribe(EVENT_CHANNEL).catch((error: Error) => this.logger.debug(error.message));
    this.subscriber = subscriber;
    this.timer = setInterval(() => this.look(), lookEveryMs);
  }

  /** Before the server closes: it waits for open pages, and they for this. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.subscriber?.disconnect();
    await this.reading;
    this.events.complete();
  }

  private look(): void {
    this.isAsked = true;
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
  }

  private async read(): Promise<void> {
    while (this.isAsked) {
      this.isAsked = false;
      try {
        this.isAsked = (await this.next()) === atOnce || this.isAsked;
      } catch (error) {
        this.logger.warn(`the stream was not read, again in a moment: ${String(error)}`);
      }
    }
  }

  private async next(): Promise<number> {
    const rows = await this.reader.after(this.position, atOnce);
    for (const row of rows) {
      this.position = row.position;
      this.events.next(row);
    }
    return rows.length;
  }
}
