import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { invalid } from '../../platform/errors/app.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { FlowQuery, FlowView } from './flow.contract.ts';
import { type FlowCount, seriesOf, startsOf } from './flow.series.ts';

/** How records come to ENA over time, counted from the rows of batches, requests and what became of them. */
@Injectable()
export class EnaFlow {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `ena.flow_range` */
  async get(query: FlowQuery): Promise<FlowView> {
    const { ENA_ENVIRONMENT: environment } = this.config;
    const starts = startsOf(query, this.clock.today());
    if (!Array.isArray(starts))
      throw invalid('ena.flow_range', 'The range is too long, too old, or ends before it begins.', [starts]);
    const [first] = starts;
    const [counts, waiting] = await Promise.all([
      this.database.query(counted, [environment, `${first}T00:00:00Z`, query.by]) as Promise<FlowCount[]>,
      this.database.query(waitingNow, [environment]) as Promise<{ count: number }[]>,
    ]);
    return { environment, by: query.by, items: seriesOf(starts, counts, waiting[0]?.count ?? 0) };
  }
}

const waitingNow = `SELECT count(*)::int AS count FROM ena_batch_items
  WHERE environment = $1 AND status IN ('waiting', 'sent', 'attention')`;

const ofObjects = (column: string, kind: string) =>
  `SELECT ${column} AS at, '${kind}' AS kind FROM ena_objects WHERE environment = $1 AND ${column} >= $2`;

const ofRequests = (column: string, kind: string, condition: string) =>
  `SELECT t.${column} AS at, '${kind}' AS kind FROM ena_attempts t JOIN ena_batch_items i ON i.attempt_id = t.id
    WHERE t.${column} >= $2 AND i.environment = $1 AND ${condition}`;

/** Records that never left: they could not be written as a document, or their batch was cancelled. */
const unsent = (kind: string, condition: string) =>
  `SELECT b.finished_at AS at, '${kind}' AS kind FROM ena_batches b JOIN ena_batch_items i ON i.batch_id = b.id
    WHERE b.environment = $1 AND b.finished_at >= $2 AND i.attempt_id IS NULL AND i.status = 'failed' AND ${condition}`;

const counted = `
  SELECT to_char(date_trunc($3, at AT TIME ZONE 'UTC'), 'YYYY-MM-DD') AS start, kind, count(*)::int AS count FROM (
    SELECT b.created_at AS at, 'entered' AS kind FROM ena_batches b JOIN ena_batch_items i ON i.batch_id = b.id
     WHERE b.environment = $1 AND b.created_at >= $2
    UNION ALL ${ofRequests('finished_at', 'left', `i.status IN ('accepted', 'failed')`)}
    UNION ALL ${unsent('left', 'true')}
    UNION ALL ${ofRequests('sent_at', 'sent', 'true')}
    UNION ALL ${ofRequests('finished_at', 'failed', `t.status = 'refused' AND i.status = 'failed'`)}
    UNION ALL ${unsent('failed', `b.status <> 'cancelled'`)}
    UNION ALL ${ofObjects('failed_at', 'failed')}
    UNION ALL ${ofObjects('accepted_at', 'accepted')}
    UNION ALL ${ofObjects('processed_at', 'processed')}
    UNION ALL ${ofObjects('public_at', 'public')}) happened
  GROUP BY 1, 2`;
