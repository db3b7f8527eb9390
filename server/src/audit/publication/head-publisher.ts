import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { SealerDatabase } from '../sealing/sealer.database.ts';
import { failureWords } from './failure-words.ts';
import { HeadBucket } from './head-bucket.ts';
import { HeadMail } from './head-mail.ts';
import { HeadContradicted, type HeadPlace, type PublishedHead } from './head-place.ts';
import { HeadWebhook } from './head-webhook.ts';
import { PublicationAlarm } from './publication-alarm.ts';

/**
 * Publishes the newest head outside the database, again and again. It covers all heads before it, so that none has to
 * be made up for. Sealing does not wait for this, and no place waits for another that hangs. Two workers that publish
 * the same head do no harm.
 */
@Injectable()
export class HeadPublisher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(HeadPublisher.name);
  private readonly places: HeadPlace[];
  private readonly timers = new Map<HeadPlace, NodeJS.Timeout>();
  private readonly working = new Map<HeadPlace, Promise<void>>();
  private isStopping = false;
  private readonly lastErrors = new Map<string, string>();

  constructor(
    private readonly database: SealerDatabase,
    @Inject(CONFIG) private readonly config: Config,
    private readonly alarm: PublicationAlarm,
    bucket: HeadBucket,
    webhook: HeadWebhook,
    mail: HeadMail,
  ) {
    this.places = [bucket, webhook, mail].filter(({ isConfigured }) => isConfigured);
  }

  onApplicationBootstrap(): void {
    if (!this.database.isConfigured) return;
    void this.forgetOthers();
    if (this.places.length === 0) this.logger.warn('heads of the change log are published nowhere');
    else for (const place of this.places) this.again(place, 0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all(this.working.values());
  }

  /** Nobody tries any more to publish where nothing is to be published: a failure there would be told for ever. */
  private async forgetOthers(): Promise<void> {
    await this.database
      .query(
        'UPDATE audit_publications SET failing_since = NULL, last_error = NULL WHERE failing_since IS NOT NULL AND place <> ALL ($1)',
        [this.places.map(({ name }) => name)],
      )
      .catch((error: Error) => this.logger.warn(`heads of the change log: ${error.message}`));
  }

  private again(place: HeadPlace, inMs: number): void {
    if (this.isStopping) return;
    const publish = () => {
      const published = this.publishTo(place).finally(() =>
        this.again(place, this.config.AUDIT_HEADS_SECONDS * 1_000),
      );
      this.working.set(place, published);
    };
    this.timers.set(place, setTimeout(publish, inMs));
  }

  /** Publishes the newest head, unless the place has it. Never rejects: a failure is written down and tried again. */
  private async publishTo(place: HeadPlace): Promise<void> {
    try {
      await this.alarm.lookAgain(place);
      const head = await this.unpublished(place);
      if (!head) return await this.lookAtLast(place);
      const isLocked = await this.put(place, head);
      await this.database.query(
        `WITH kept AS (
           INSERT INTO audit_published_heads (place, segment, closed_at) SELECT $4, $2, $5 WHERE $4::text IS NOT NULL ON CONFLICT DO NOTHING)
         INSERT INTO audit_publications (place, segment, published_at, is_locked) VALUES ($1, $2, clock_timestamp(), $3)
         ON CONFLICT (place) DO UPDATE SET segment = greatest(excluded.segment, audit_publications.segment),
           published_at = excluded.published_at, is_locked = excluded.is_locked`,
        [place.name, head.number, isLocked, place.address ?? null, head.closedAt],
      );
      await this.lookAtLast(place);
    } catch (error) {
      await this.failed(place.name, failureWords(error));
    }
  }

  /** Checks on a place that learns only later whether a head arrived. @throws Error saying why it did not */
  private async lookAtLast(place: HeadPlace): Promise<void> {
    const failure = await place.failure?.();
    if (failure !== undefined) throw new Error(failure);
    this.lastErrors.delete(place.name);
    await this.database.query(
      'UPDATE audit_publications SET failing_since = NULL, last_error = NULL WHERE place = $1 AND failing_since IS NOT NULL',
      [place.name],
    );
  }

  private async put(place: HeadPlace, head: PublishedHead): Promise<boolean | null> {
    try {
      return await place.publish(head);
    } catch (error) {
      if (error instanceof HeadContradicted) await this.alarm.raise(place.name, error.segment);
      throw error;
    }
  }

  /** A rest that begins at a time to come, which nobody who published has written, is none. */
  private async unpublished({ name, restSeconds = 0 }: HeadPlace): Promise<PublishedHead | undefined> {
    const [head] = await this.database.query<{ number: string; closed_at: Date; head: string }>(
      `SELECT newest.number, newest.closed_at, newest.head
         FROM (SELECT * FROM audit_segments ORDER BY number DESC LIMIT 1) newest
         LEFT JOIN audit_publications p ON p.place = $1
        WHERE newest.number > coalesce(p.segment, 0)
          AND (p.published_at IS NULL OR p.published_at NOT BETWEEN clock_timestamp() - make_interval(secs => $2) AND clock_timestamp())`,
      [name, restSeconds],
    );
    return head && { number: Number(head.number), closedAt: head.closed_at, note: head.head };
  }

  /** Said once, not every time. */
  private async failed(place: string, because: string): Promise<void> {
    if (this.lastErrors.get(place) !== because)
      this.logger.error(`heads of the change log do not reach the ${place}: ${because}`);
    this.lastErrors.set(place, because);
    await this.database
      .query(
        `INSERT INTO audit_publications (place, failing_since, last_error) VALUES ($1, clock_timestamp(), $2)
         ON CONFLICT (place) DO UPDATE SET last_error = excluded.last_error,
           failing_since = coalesce(audit_publications.failing_since, excluded.failing_since)`,
        [place, because.slice(0, 500)],
      )
      .catch((error: Error) => this.logger.warn(`and that was not written down: ${error.message}`));
  }
}
