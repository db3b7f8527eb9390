import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Told, told } from '../health-sentences.contract.ts';
import { LongWriters } from './long-writers.ts';

/** Transactions that an erasure waits for end within seconds. */
const mostHours = 1;

/** What is wrong with erasures. */
@Injectable()
export class ErasureHealth {
  constructor(
    private readonly database: DataSource,
    private readonly writers: LongWriters,
  ) {}

  /** @throws pg's errors */
  async troubles(): Promise<Told[]> {
    return [...(await this.unasked()), ...(await this.waiting())];
  }

  /** Those of months that have left are left to the verification. */
  private async unasked(): Promise<Told[]> {
    const rows: { personId: string }[] = await this.database.query(
      `SELECT r.person_id AS "personId" FROM audit_erasures r
        WHERE r.event_at >= (SELECT to_date(min(month), 'YYYY-MM')::timestamp AT TIME ZONE 'UTC' FROM audit_months() AS month)
          AND NOT EXISTS (SELECT FROM audit_events e WHERE e.occurred_at = r.event_at AND e.id = r.event_id
                             AND e.action = 'user.erasure_request' AND e.target_id = r.person_id)
        ORDER BY r.requested_at LIMIT 1`,
    );
    return rows.map(({ personId: id }) => told('erasure_unasked', {}, { about: { type: 'User', id } }));
  }

  /** @returns the oldest that waits, if one does */
  private async waiting(): Promise<Told[]> {
    const [waiting]: { since: Date; personId: string }[] = await this.database.query(
      `SELECT closed_at AS since, person_id AS "personId" FROM audit_erasures
        WHERE state = 'requested' AND closed_at < now() - make_interval(hours => $1) ORDER BY closed_at LIMIT 1`,
      [mostHours],
    );
    if (waiting === undefined) return [];
    const writer = await this.writers.oldest();
    if (writer === undefined) return [];
    const { since, personId } = waiting;
    const more = { since, about: { type: 'User' as const, id: personId } };
    const params = { waiting: since.toISOString() };
    return writer.since === null
      ? [told('erasure_open_other', params, more)]
      : [told('erasure_open', { ...params, open: writer.since.toISOString() }, more)];
  }
}
