import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { Mailer } from '../../platform/mail/mailer.ts';
import { batchReferenceOf } from '../batches/batch-rows.ts';
import { localTime } from './local-time.ts';
import type { RunRow } from './run-rows.ts';
import { type ScheduleRow, selectSchedule } from './schedule-rows.ts';
import { type Summary, summaryMail, type SummarySubmission } from './summary.mail.ts';

/** Submissions in one mail; the others are in the batch. */
const mostListed = 100;

/** Tells people what a run did: one mail a run and recipient, written in the transaction that ends the run. */
@Injectable()
export class EnaRunSummary {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mailer: Mailer,
  ) {}

  async enqueue(tx: Tx, run: RunRow, outcome: Summary['outcome'], note: string | null): Promise<void> {
    const [schedule] = await tx.query<ScheduleRow>(selectSchedule);
    if (!schedule) throw new Error('the row of the schedule is missing');
    const mail = summaryMail(await this.summary(tx, run, schedule.timeZone, outcome, note));
    for (const to of await recipientsIn(tx, schedule.mailTo))
      await this.mailer.enqueue(tx, { ...mail, to }, { type: 'EnaScheduleRun', id: run.id });
  }

  private async summary(
    tx: Tx,
    run: RunRow,
    timeZone: string,
    outcome: Summary['outcome'],
    note: string | null,
  ): Promise<Summary> {
    const [batch] = await tx.query<{ number: string; isSent: boolean }>(
      `SELECT number, sent_at IS NOT NULL AS "isSent" FROM ena_batches WHERE id = $1`,
      [run.batchId],
    );
    const listed = await submissionsIn(tx, run.batchId);
    return {
      outcome,
      origin: run.origin,
      plannedFor: { local: localTime(run.plannedFor, timeZone), timeZone },
      environment: this.config.ENA_ENVIRONMENT,
      note,
      batch: batch
        ? { id: run.batchId, reference: batchReferenceOf(batch.number), isSent: batch.isSent }
        : null,
      submissions: listed,
      leftOut: run.leftOut,
      more: batch ? Math.max(0, run.submissionCount - listed.length) : 0,
      publicUrl: this.config.PUBLIC_URL,
    };
  }
}

/** Those with something to look at first. */
const submissionsIn = (tx: Tx, batchId: string): Promise<SummarySubmission[]> =>
  tx.query<SummarySubmission>(
    `SELECT s.id, 'SUB-' || lpad(s.number::text, 6, '0') AS reference, s.title,
            (count(*) FILTER (WHERE i.status = 'accepted'))::int AS accepted,
            (count(*) FILTER (WHERE i.status = 'failed'))::int AS failed,
            (count(*) FILTER (WHERE i.status NOT IN ('accepted', 'failed')))::int AS open,
            (array_agg(i.message ORDER BY i.position) FILTER (WHERE i.status = 'failed' AND i.message IS NOT NULL))[1] AS message
       FROM ena_batch_items i JOIN submissions s ON s.id = i.submission_id
      WHERE i.batch_id = $1
      GROUP BY s.id
      ORDER BY (count(*) FILTER (WHERE i.status <> 'accepted')) = 0, s.number
      LIMIT ${mostListed}`,
    [batchId],
  );

/** Everybody active with one of the roles, and the addresses; each once. */
async function recipientsIn(tx: Tx, { roles, addresses }: ScheduleRow['mailTo']): Promise<string[]> {
  const people = await tx.query<{ email: string }>(
    `SELECT email FROM users WHERE status = 'active' AND roles && $1::text[] ORDER BY email`,
    [roles],
  );
  const all = [...people.map(({ email }) => email), ...addresses];
  return [...new Map(all.map((address) => [address.toLowerCase(), address])).values()];
}
