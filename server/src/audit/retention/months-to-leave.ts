import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { Clock } from '../../platform/time/clock.ts';
import { monthAfter, startOf } from '../archive/retained-month.ts';
import type { AuditRetentionView } from './retention.contract.ts';

export type NextMonth = NonNullable<AuditRetentionView['next']> & {
  /**
   * Id of the archive by which the month can be dropped; null when something keeps the month, or no archive has all of
   * its events.
   */
  archiveId: string | null;
};

type Row = { month: string | null; isUnsealed: boolean; isErasing: boolean };

/** Which month leaves the log next, and what keeps it. */
@Injectable()
export class MonthsToLeave {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whole months that stay beside the current one; undefined when nothing ever leaves. */
  get kept(): number | undefined {
    return this.config.AUDIT_RETENTION_MONTHS;
  }

  /** @returns null when nothing ever leaves */
  async next(): Promise<NextMonth | null> {
    const { kept } = this;
    if (kept === undefined) return null;
    const [row]: Row[] = await this.database.query(
      `SELECT m.month, EXISTS (SELECT FROM audit_unsealed u WHERE u.occurred_at < b.upper_bound) AS "isUnsealed",
              EXISTS (SELECT FROM audit_erasures r WHERE r.state = 'requested' AND r.event_at < b.upper_bound) AS "isErasing"
         FROM (SELECT min(month) AS month FROM audit_months() AS month) m
         CROSS JOIN LATERAL (SELECT (to_date(m.month || '-01', 'YYYY-MM-DD') + interval '1 month') AT TIME ZONE 'UTC' AS upper_bound) b`,
    );
    if (!row?.month) return null;
    const { month } = row;
    const dueAt = startOf(monthAfter(month, kept + 1));
    const due = { month, dueAt: dueAt.toISOString() };
    // The usual case: no slow query is needed.
    if (dueAt > this.clock.now()) return { ...due, standing: 'young', holds: [], archiveId: null };
    const holds = await this.holdsOn(month);
    const keeps = keeping(row, holds);
    if (keeps) return { ...due, standing: keeps, holds, archiveId: null };
    const archiveId = await this.archiveOf(month);
    return { ...due, standing: archiveId === null ? 'due' : 'archived', holds, archiveId };
  }

  private async holdsOn(month: string): Promise<string[]> {
    const rows: { id: string }[] = await this.database.query(
      'SELECT id FROM audit_holds_on($1) AS id LIMIT 20',
      [month],
    );
    return rows.map(({ id }) => id);
  }

  /** The newest archive that has all events of the month. @returns null when there is none */
  private async archiveOf(month: string): Promise<string | null> {
    const [row]: { id: string }[] = await this.database.query(
      `SELECT r.id FROM audit_retentions r,
              (SELECT coalesce(range_agg(int8range(seq, seq + 1)), '{}') AS seqs FROM audit_leaves
                WHERE occurred_at >= $2 AND occurred_at < $3) m
        WHERE r.month = $1 AND r.dropped_at IS NULL AND r.seqs = m.seqs ORDER BY r.archived_at DESC, r.id DESC LIMIT 1`,
      [month, startOf(month), startOf(monthAfter(month))],
    );
    return row?.id ?? null;
  }
}

function keeping(row: Row, holds: readonly string[]): NextMonth['standing'] | undefined {
  if (holds.length > 0) return 'held';
  if (row.isUnsealed) return 'unsealed';
  return row.isErasing ? 'erasing' : undefined;
}
