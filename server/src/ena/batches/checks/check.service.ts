import { Injectable, Logger } from '@nestjs/common';
import { AuditLog } from '../../../audit/audit-log.ts';
import { systemActor } from '../../../platform/access/actor.ts';
import type { Tx } from '../../../platform/database/tx.ts';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import { LeaseLost, type TaskRun } from '../../../platform/queue/task-handlers.ts';
import { Clock } from '../../../platform/time/clock.ts';
import { WebinError } from '../../webin/webin.error.ts';
import { batchReferenceOf, itemsOf, type ItemRow, lockBatch, type BatchRow } from '../batch-rows.ts';
import { both, type CheckResult, isPassed, keyOf, summaryOf } from './check-result.ts';
import { mostTries } from './check.task.ts';
import { EnaDryRun } from './dry-run.service.ts';
import { EnaRevisionCheck } from './revision-check.service.ts';

type Work = { batchId: string; round: number };
type Part = {
  submissionId: string;
  revision: number;
  isReopened: boolean;
  items: ItemRow[];
  reference: string;
  batchNumber: string;
};

/**
 * Checks a batch, one submission after the other, and writes each result at once: a repeated attempt goes on with those
 * that have none. A check that was overtaken (the batch changed, was cancelled, or is checked anew) writes nothing more.
 */
@Injectable()
export class EnaCheck {
  private readonly logger = new Logger(EnaCheck.name);
  private readonly actor = systemActor('ena');

  constructor(
    private readonly uow: UnitOfWork,
    private readonly revisions: EnaRevisionCheck,
    private readonly dryRun: EnaDryRun,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async run(work: Work, run: TaskRun): Promise<void> {
    for (;;) {
      const part = await this.next(work, run);
      if (!part) return this.finish(work, run);
      const result = await this.resultOf(part, work, run);
      await this.inRound(work, run, (tx) => save(tx, work.batchId, part, result));
    }
  }

  private async resultOf(part: Part, work: Work, run: TaskRun): Promise<CheckResult> {
    if (part.isReopened) return { message: 'It was opened again after its approval.', records: new Map() };
    if (run.attempt > mostTries)
      return notChecked(`the worker ended in the middle of it ${mostTries} times.`);
    try {
      return await this.checked(part, work, run);
    } catch (error) {
      const isOver = run.attempt >= mostTries || (error instanceof WebinError && isForGood(error));
      if (!isOver || error instanceof LeaseLost || run.signal.aborted) throw error;
      const name = `${part.submissionId} in ${part.reference}`;
      if (error instanceof WebinError) {
        this.logger.warn(`${name}: ${error.message}`);
        return notChecked(`ENA could not be asked. ${error.message}`);
      }
      this.logger.error(`${name} could not be checked`, error instanceof Error ? error.stack : String(error));
      return notChecked('something failed on our side; the log of the worker says what.');
    }
  }

  private async checked(part: Part, work: Work, run: TaskRun): Promise<CheckResult> {
    const { submissionId, revision, items, reference } = part;
    const onPaper = await this.revisions.run(submissionId, revision, items);
    if (!isPassed(onPaper)) return onPaper;
    const alias = `seqdb-check-${reference}-${submissionId}-${work.round}`.toLowerCase();
    return both(onPaper, await this.dryRun.run(part, alias, run));
  }

  /** The next submission without a result. */
  private next({ batchId, round }: Work, run: TaskRun): Promise<Part | undefined> {
    return this.inRound({ batchId, round }, run, async (tx, batch) => {
      const [row] = await tx.query<Omit<Part, 'items' | 'reference' | 'batchNumber'>>(
        `SELECT bs.submission_id AS "submissionId", bs.revision,
                (s.status <> 'approved' OR s.revision <> bs.revision) AS "isReopened"
           FROM ena_batch_submissions bs JOIN submissions s ON s.id = bs.submission_id
          WHERE bs.batch_id = $1 AND bs.check_status = 'unchecked' ORDER BY bs.position LIMIT 1`,
        [batchId],
      );
      if (!row) return undefined;
      const items = await itemsOf(tx, batchId, row.submissionId, ['waiting', 'failed']);
      return { ...row, items, reference: batchReferenceOf(batch.number), batchNumber: batch.number };
    });
  }

  private async finish(work: Work, run: TaskRun): Promise<void> {
    await this.inRound(work, run, async (tx, batch) => {
      const [counts] = await tx.query<{ passed: number; failed: number }>(
        `SELECT count(*) FILTER (WHERE check_status = 'passed')::int AS passed,
                count(*) FILTER (WHERE check_status = 'failed')::int AS failed
           FROM ena_batch_submissions WHERE batch_id = $1`,
        [batch.id],
      );
      await tx.query(
        `UPDATE ena_batches SET status = 'checked', checked_at = $2, version = version + 1 WHERE id = $1`,
        [batch.id, this.clock.now()],
      );
      await this.audit.record(tx, this.actor, {
        action: 'ena_batch.check',
        target: { type: 'EnaBatch', id: batch.id, label: batchReferenceOf(batch.number) },
        changes: [{ field: 'status', before: batch.status, after: 'checked' }],
        facts: { environment: batch.environment, ...counts },
      });
      await tx.publish({ type: 'EnaBatchChecked', subject: { type: 'EnaBatch', id: batch.id }, access: {} });
    });
  }

  /** Does nothing, and answers undefined, when the check was overtaken. */
  private inRound<T>(
    { batchId, round }: Work,
    run: TaskRun,
    work: (tx: Tx, batch: BatchRow) => Promise<T>,
  ): Promise<T | undefined> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      const batch = await lockBatch(tx, batchId);
      if (batch?.status !== 'checking' || batch.checkRound !== round) return undefined;
      return work(tx, batch);
    });
  }
}

const notChecked = (why: string): CheckResult => ({
  message: `It could not be checked: ${why}`,
  records: new Map(),
});

/** The account is wrong, or ENA takes the request for malformed: the same again is no use. */
const isForGood = ({ failure }: WebinError): boolean => failure === 'auth' || failure === 'refused';

async function save(tx: Tx, batchId: string, part: Part, result: CheckResult): Promise<void> {
  const status = isPassed(result) ? 'passed' : 'failed';
  await tx.query(
    `UPDATE ena_batch_submissions SET check_status = $3, check_message = $4 WHERE batch_id = $1 AND submission_id = $2`,
    [batchId, part.submissionId, status, summaryOf(result)?.slice(0, 2_000) ?? null],
  );
  const items = part.items.map(({ id, type, enaAlias }) => {
    const message = result.records.get(keyOf(type, enaAlias)) ?? null;
    // Beside others that are refused a record is not judged: ENA takes all of a request or nothing.
    const own = message !== null ? 'failed' : status === 'passed' ? 'passed' : 'unchecked';
    return { id, status: own, message: message?.slice(0, 2_000) ?? null };
  });
  await tx.query(
    `UPDATE ena_batch_items i SET check_status = g.status, check_message = g.message
       FROM jsonb_to_recordset($1::jsonb) AS g (id uuid, status text, message text) WHERE i.id = g.id`,
    [JSON.stringify(items)],
  );
  await tx.publish({ type: 'EnaBatchChanged', subject: { type: 'EnaBatch', id: batchId }, access: {} });
}
