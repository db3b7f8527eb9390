import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { Clock } from '../../platform/time/clock.ts';
import { type Told, told } from '../health-sentences.contract.ts';
import { HeadBucket } from './head-bucket.ts';

export const headPlaces = ['bucket', 'webhook', 'mail'] as const;
type PlaceName = (typeof headPlaces)[number];

type Row = {
  place: PlaceName;
  segment: number | null;
  publishedAt: Date | null;
  isLocked: boolean | null;
  failingSince: Date | null;
  lastError: string | null;
  contradictedSegment: number | null;
  contradictedSince: Date | null;
};

/** What comes after the published head was closed then; null where it is the newest. */
type Read = Row & { laterSince: Date | null };

/** How far heads have come at one place outside the database. */
export type PublicationStanding = Row & {
  /** Whether this process is told of the place; a worker with other variables may publish there all the same. */
  isSet: boolean;
  /** Where it is: store, bucket and prefix; of a webhook the host alone, since an address may be a secret. */
  address: string | null;
  /** Seconds between two tries, also after one that failed. */
  retrySeconds: number;
  /** Before this nothing is tried: a mail goes out at most so often. Null where the next try is the next of the tries. */
  restsUntil: Date | null;
};

export type PublicationsStanding = { troubles: Told[]; notes: Told[]; places: PublicationStanding[] };

/** A head that is due goes out within seconds; a worker may start anew meanwhile. */
const patienceMs = 10 * 60_000;

/** Whether signed heads reach the places outside the database. */
@Injectable()
export class PublicationHealth {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly bucket: HeadBucket,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws pg's errors */
  async look(): Promise<PublicationsStanding> {
    const rows: Read[] = await this.database.query(
      `SELECT place, segment::int, published_at AS "publishedAt", is_locked AS "isLocked", failing_since AS "failingSince",
              last_error AS "lastError", contradicted_segment::int AS "contradictedSegment",
              CASE WHEN contradicted_segment IS NOT NULL THEN
                (SELECT max(occurred_at) FROM audit_events
                  WHERE action = 'audit.publication_alarm' AND target_id = contradicted_segment::text) END AS "contradictedSince",
              (SELECT s.closed_at FROM audit_segments s WHERE s.number > coalesce(segment, 0) ORDER BY s.number LIMIT 1) AS "laterSince"
         FROM unnest($1::text[]) WITH ORDINALITY AS given (place, position) LEFT JOIN audit_publications USING (place)
        ORDER BY position`,
      [headPlaces],
    );
    return {
      troubles: [
        ...rows.flatMap(contradiction),
        ...rows.flatMap(failure),
        ...rows.flatMap((row) => this.lateness(row)),
      ],
      notes: this.notes(rows.find(({ place }) => place === 'bucket')),
      places: rows.map((row) => {
        const { laterSince: _, ...published } = row;
        return this.placeOf(published);
      }),
    };
  }

  /** No try failed, and none is made: whoever may write down what was published can have said so. */
  private lateness({ place, failingSince, laterSince }: Read): Told[] {
    if (failingSince !== null || laterSince === null || this.addressOf(place) === null) return [];
    const restMs = place === 'mail' ? this.config.AUDIT_HEADS_MAIL_HOURS * 3_600_000 : 0;
    const due = laterSince.getTime() + restMs + this.config.AUDIT_HEADS_SECONDS * 1_000 + patienceMs;
    return due < this.clock.now().getTime() ? [told('heads_late', { place }, { since: laterSince })] : [];
  }

  private notes(bucket: Row | undefined): Told[] {
    if (this.config.AUDIT_HEADS_BUCKET === undefined) return [told('heads_no_bucket', {})];
    const isUnlocked = bucket !== undefined && bucket.publishedAt !== null && bucket.isLocked === false;
    return isUnlocked ? [told('heads_unlocked', {})] : [];
  }

  private placeOf(row: Row): PublicationStanding {
    const address = this.addressOf(row.place);
    const restsUntil = row.place === 'mail' ? this.mailRestsUntil(row) : null;
    const retrySeconds = this.config.AUDIT_HEADS_SECONDS;
    return { ...row, isSet: address !== null, address, retrySeconds, restsUntil };
  }

  private addressOf(place: PlaceName): string | null {
    const {
      AUDIT_HEADS_WEBHOOK_URL: webhook,
      AUDIT_HEADS_MAIL: mail,
      AUDIT_HEADS_BUCKET: bucket,
    } = this.config;
    if (place === 'mail') return mail ?? null;
    if (place === 'webhook') return webhook === undefined ? null : new URL(webhook).host;
    return bucket === undefined ? null : this.bucket.address;
  }

  /** What a server refused is not sent again: the next head is mailed when it is its time. */
  private mailRestsUntil({ publishedAt }: Row): Date | null {
    if (publishedAt === null) return null;
    const until = new Date(publishedAt.getTime() + this.config.AUDIT_HEADS_MAIL_HOURS * 3_600_000);
    return until > this.clock.now() ? until : null;
  }
}

const contradiction = ({ place, contradictedSegment: segment, contradictedSince: since }: Row): Told[] =>
  segment === null ? [] : [told('head_contradicted', { place, segment }, { since })];

const failure = ({ place, failingSince: since }: Row): Told[] =>
  since === null ? [] : [told('heads_failing', { place }, { since })];
