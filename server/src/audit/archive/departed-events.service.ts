import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type AppError, gone, notFound } from '../../platform/errors/app.error.ts';
import { momentOf } from '../moment.ts';

type Place = { month: string; bucket: string; key: string; sha256: string };

/** Events that have left the log with their month. */
@Injectable()
export class DepartedEvents {
  constructor(private readonly database: DataSource) {}

  /**
   * Why an event is not in the log: its id carries its moment, and so its month.
   *
   * @returns `audit.archived` (410) with where it lies when that month has left, else `audit_event.not_found`
   */
  async absence(eventId: string): Promise<AppError> {
    const at = momentOf(eventId);
    if (at.getTime() > Date.now()) return notFound('audit_event', eventId);
    const [place]: Place[] = await this.database.query(
      `SELECT month, bucket, object_key AS key, sha256 FROM audit_retentions WHERE month = $1 AND dropped_at IS NOT NULL`,
      [at.toISOString().slice(0, 7)],
    );
    if (!place) return notFound('audit_event', eventId);
    return gone(
      'audit.archived',
      `The events of ${place.month} have left the change log. They lie in the archive: ${place.bucket}/${place.key}`,
      { id: eventId, ...place },
    );
  }
}
