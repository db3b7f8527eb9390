import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type AppError, gone, notFound } from '../../platform/errors/app.error.ts';
import { momentOf } from '../moment.ts';

export type DepartedEvent = { id: string; month: string; bucket: string; key: string };

type Place = { month: string; bucket: string; key: string; sha256: string };

/** Events that have left the log with their month. */
@Injectable()
export class DepartedEvents {
  constructor(private readonly database: DataSource) {}

  /** @param ids of events, in the log or not @returns those whose month has left the log, and where that lies */
  async among(ids: readonly string[]): Promise<DepartedEvent[]> {
    const asked = ids.map((id) => ({ id, month: momentOf(id).toISOString().slice(0, 7) }));
    if (asked.length === 0) return [];
    const places: Omit<DepartedEvent, 'id'>[] = await this.database.query(
      'SELECT month, bucket, object_key AS key FROM audit_retentions WHERE month = ANY ($1) AND dropped_at IS NOT NULL',
      [[...new Set(asked.map(({ month }) => month))]],
    );
    const byMonth = new Map(places.map((place) => [place.month, place]));
    return asked.flatMap(({ id, month }) => {
      const place = byMonth.get(month);
      return place ? [{ id, ...place }] : [];
    });
  }

  /**
   * Why an event is not in the log. The event's id carries its time, and so tells the month to look for.
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
