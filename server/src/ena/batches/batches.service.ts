import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import { Clock } from '../../platform/time/clock.ts';
import { Webin } from '../webin.provider.ts';
import { EnaBatchDoor } from './batch-door.service.ts';
import { batchTransitions } from './batch.state.ts';
import { type BatchRow, batchReferenceOf, itemsOf, revisionIn, reopenedIn } from './batch-rows.ts';
import {
  batchItemList,
  type BatchItemListQuery,
  batchList,
  type BatchListQuery,
  eligibleList,
  inRevision,
  unsent,
} from './batches.queries.ts';
import type { ListQuery } from '../../platform/lists/list.contract.ts';
import type { BatchOrigin, batchPreview, BatchStatus, BatchView, createBatch } from './batches.contract.ts';
import {
  batchNotFound,
  illegalBatchMove,
  notApproved,
  notEligible,
  nothingToSend,
  otherEnvironment,
  underWay,
} from '../ena.errors.ts';
import { EnaPayloads } from '../sending/payloads.service.ts';
import { sendSubmission } from '../sending/send.task.ts';

/** Records in a preview: to look at, not to send; a document of 15 MB would help nobody. */
const mostPreviewed = 500;

@Injectable()
export class EnaBatchesService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly door: EnaBatchDoor,
    private readonly uow: UnitOfWork,
    private readonly lists: Lists,
    private readonly payloads: EnaPayloads,
    private readonly webin: Webin,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @returns the page as JSON text */
  list(actor: Actor, query: BatchListQuery): Promise<string> {
    return this.lists.page(batchList, actor, query);
  }

  /** Approved submissions that a new batch could take. @returns the page as JSON text */
  eligible(actor: Actor, query: ListQuery): Promise<string> {
    return this.lists.page(eligibleList(this.config.ENA_ENVIRONMENT), actor, query);
  }

  get(actor: Actor, id: string): Promise<BatchView> {
    return this.door.get(actor, id);
  }

  /** @returns the page as JSON text */
  async items(actor: Actor, id: string, query: BatchItemListQuery): Promise<string> {
    await this.get(actor, id);
    return this.lists.page(batchItemList, actor, query, (p) => [`i.batch_id = ${p.add(id)}`]);
  }

  /**
   * @param known the id that the batch is to have: what comes back after a crash and asks again makes no second one
   * @throws AppError `ena.not_eligible` naming the submissions that cannot be taken
   */
  async create(
    actor: Actor,
    { submissionIds: given }: z.infer<typeof createBatch>,
    origin: BatchOrigin = 'curator',
    known?: string,
  ): Promise<BatchView> {
    const submissionIds = [...new Set(given)].sort();
    const now = this.clock.now();
    const id = known ?? uuidv7({ msecs: now.getTime() });
    const environment = this.config.ENA_ENVIRONMENT;
    await this.uow.run(async (tx) => {
      // Nobody else may take them meanwhile, nor open them again.
      await tx.query(`SELECT id FROM submissions WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, [
        submissionIds,
      ]);
      const [{ number = '' } = {}] = await tx.query<{ number: string }>(
        `INSERT INTO ena_batches (id, environment, status, origin, created_by, created_at) VALUES ($1, $2, 'assembling', $3, $4, $5) RETURNING number`,
        [id, environment, origin, actor.type === 'user' ? actor.id : null, now],
      );
      const taken = await this.take(tx, id, submissionIds, environment);
      const missing = submissionIds.filter((submissionId) => !taken.has(submissionId));
      if (missing.length > 0) throw notEligible(missing);
      await this.audit.record(tx, actor, {
        action: 'ena_batch.create',
        target: { type: 'EnaBatch', id, label: batchReferenceOf(number) },
        facts: {
          environment,
          origin,
          submissions: submissionIds,
          records: [...taken.values()].reduce((sum, count) => sum + count, 0),
        },
      });
      await this.announce(tx, id, 'EnaBatchCreated');
    });
    return this.get(actor, id);
  }

  /** The document that would be sent for one submission of the batch, or its beginning, and what the schemas say of it. */
  async preview(actor: Actor, id: string, submissionId: string): Promise<z.infer<typeof batchPreview>> {
    await this.get(actor, id);
    const { items, revision } = await this.uow.run(async (tx) => ({
      items: await itemsOf(tx, id, submissionId, ['waiting', 'sent', 'accepted', 'failed', 'attention']),
      revision: await revisionIn(tx, id, submissionId),
    }));
    if (revision === undefined) throw batchNotFound(id);
    const { payload, items: carried } = await this.payloads.fitting(
      submissionId,
      revision,
      items.slice(0, mostPreviewed),
      'preview',
      this.clock.today(),
    );
    const { bytes, sha256 } = payload;
    const schemaProblems = this.webin.schemas?.validate(bytes).slice(0, 100) ?? null;
    return {
      submissionId,
      xml: Buffer.from(bytes).toString('utf8'),
      sha256,
      bytes: bytes.byteLength,
      records: carried.length,
      recordsInAll: items.length,
      schemaProblems: schemaProblems && [...schemaProblems],
    };
  }

  /** Takes an unsent batch apart; its submissions can go into another one. */
  async remove(actor: Actor, id: string, version: number): Promise<void> {
    await this.door.changeLast(actor, id, version, async (tx, batch) => {
      if (batch.status !== 'assembling') throw illegalBatchMove(batch.status, 'assembling');
      await tx.query('DELETE FROM ena_batches WHERE id = $1', [id]);
      await this.audit.record(tx, actor, { action: 'ena_batch.remove', target: targetOf(batch) });
      await this.announce(tx, id, 'EnaBatchRemoved');
    });
  }

  /**
   * Sends what waits: one request a submission, since ENA rolls a whole request back on one error.
   *
   * @throws AppError `ena.not_configured`, `ena.illegal_transition`, `record.stale`
   */
  send(actor: Actor, id: string, version: number, reason: string | undefined): Promise<BatchView> {
    return this.start(actor, id, version, 'send', ['assembling'], reason);
  }

  /** Sends what failed once more, and looks into what was left unclear. What ENA has taken is not sent again. */
  retry(actor: Actor, id: string, version: number, reason: string | undefined): Promise<BatchView> {
    return this.start(actor, id, version, 'retry', ['partial', 'refused', 'attention'], reason);
  }

  private async start(
    actor: Actor,
    id: string,
    version: number,
    verb: 'send' | 'retry',
    from: readonly BatchStatus[],
    reason: string | undefined,
  ): Promise<BatchView> {
    this.webin.client();
    return this.door.change(actor, id, version, async (tx, batch) => {
      await this.refuseUnlessStartable(tx, batch, from);
      const reopened = await reopenedIn(tx, id);
      if (verb === 'send' && reopened.length > 0) throw notApproved(reopened);
      await tx.query(
        `UPDATE ena_batch_items i SET status = 'waiting', message = NULL WHERE batch_id = $1 AND status = 'failed'
           AND submission_id <> ALL($2)
           AND NOT EXISTS (SELECT 1 FROM ena_batch_items o WHERE o.accession = i.accession AND o.environment = i.environment
             AND o.id <> i.id AND o.status <> 'failed')`,
        [id, reopened.map((submission) => submission.id)],
      );
      // An unclear request is looked into, not sent anew: its own attempt is taken up again.
      await tx.query(
        `UPDATE ena_attempts SET status = CASE WHEN ena_submission_id IS NULL THEN 'intended' ELSE 'queued' END,
           sent_count = least(sent_count, 1), finished_at = NULL WHERE batch_id = $1 AND status = 'attention'`,
        [id],
      );
      await tx.query(
        `UPDATE ena_batch_items SET status = 'sent' WHERE batch_id = $1 AND status = 'attention'`,
        [id],
      );
      const open = await tx.query<{ submissionId: string }>(
        `SELECT DISTINCT submission_id AS "submissionId" FROM ena_batch_items WHERE batch_id = $1 AND status IN ('waiting', 'sent') ORDER BY 1`,
        [id],
      );
      if (open.length === 0) throw nothingToSend();
      for (const { submissionId } of open) await tx.enqueue(sendSubmission, { batchId: id, submissionId });
      await tx.query(
        `UPDATE ena_batches SET status = 'sending', sent_at = coalesce(sent_at, $2), finished_at = NULL, version = version + 1 WHERE id = $1`,
        [id, this.clock.now()],
      );
      await this.audit.record(tx, actor, {
        action: `ena_batch.${verb}`,
        target: targetOf(batch),
        changes: [{ field: 'status', before: batch.status, after: 'sending' }],
        facts: { environment: batch.environment, submissions: open.map(({ submissionId }) => submissionId) },
        reason: reason ?? null,
      });
      await this.announce(tx, id, 'EnaBatchSent');
    });
  }

  /** A batch whose tasks have all ended without an answer may be started once more, though it says `sending`. */
  private async refuseUnlessStartable(tx: Tx, batch: BatchRow, from: readonly BatchStatus[]): Promise<void> {
    const isAbandoned = batch.status === 'sending' && from.includes('attention');
    const mayMove = from.includes(batch.status) && batchTransitions[batch.status].includes('sending');
    if (!mayMove && !isAbandoned) throw illegalBatchMove(batch.status, 'sending');
    if (batch.environment !== this.config.ENA_ENVIRONMENT)
      throw otherEnvironment(batch.environment, this.config.ENA_ENVIRONMENT);
    if (await isUnderWay(tx, batch.id)) throw underWay();
  }

  /** Puts the unsent records of each submission into the batch. @returns how many, by submission */
  private async take(
    tx: Tx,
    batchId: string,
    submissionIds: readonly string[],
    environment: string,
  ): Promise<Map<string, number>> {
    // Of a revision that has just been written the planner knows nothing, and takes it for one row: it would compare each
    // accession with each record.
    await tx.query('SET LOCAL enable_nestloop = off');
    const rows = await tx.query<{ submissionId: string }>(
      `INSERT INTO ena_batch_items (id, batch_id, submission_id, position, type, alias, ena_alias, title, accession, environment)
       SELECT gen_random_uuid(), $1, a.submission_id, row_number() OVER (ORDER BY a.submission_id, a.kind = 'sample', r.position) - 1,
              a.kind, a.alias, a.accession, a.title, a.accession, $3
         FROM accessions a
         JOIN submissions s ON s.id = a.submission_id AND s.status = 'approved'
         LEFT JOIN revision_records r ON ${inRevision}
        WHERE a.submission_id = ANY($2) AND (a.kind = 'project' OR r.alias IS NOT NULL) AND ${unsent('$3')}
       RETURNING submission_id AS "submissionId"`,
      [batchId, submissionIds, environment],
    );
    await tx.query('SET LOCAL enable_nestloop = on');
    await tx.query(
      `INSERT INTO ena_batch_submissions (batch_id, submission_id, revision)
       SELECT DISTINCT $1::uuid, s.id, s.revision FROM submissions s JOIN ena_batch_items i ON i.submission_id = s.id WHERE i.batch_id = $1`,
      [batchId],
    );
    const counts = new Map<string, number>();
    for (const { submissionId } of rows) counts.set(submissionId, (counts.get(submissionId) ?? 0) + 1);
    return counts;
  }

  private announce(tx: Tx, id: string, type: string): Promise<void> {
    return tx.publish({ type, subject: { type: 'EnaBatch', id }, access: {} });
  }
}

const targetOf = (batch: BatchRow) => ({
  type: 'EnaBatch',
  id: batch.id,
  label: batchReferenceOf(batch.number),
});

async function isUnderWay(tx: Tx, batchId: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM tasks WHERE name = $1 AND payload ->> 'batchId' = $2 AND state IN ('ready', 'running') LIMIT 1`,
    [sendSubmission.name, batchId],
  );
  return rows.length > 0;
}
