import { Inject, Injectable } from '@nestjs/common';
import type { AuditValue } from '../../audit/audit-event.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { Clock } from '../../platform/time/clock.ts';
import { checkBatch } from './checks/check.task.ts';
import {
  approvalRefused,
  checkFailed,
  checkUnderWay,
  illegalBatchMove,
  needsApproval,
  notApproved,
  nothingToSend,
  notInBatch,
  onlyOneLeft,
  otherEnvironment,
  paused,
  underWay,
} from '../ena.errors.ts';
import { underAccount } from '../sending/attempt-account.ts';
import { EnaAttempts } from '../sending/attempts.service.ts';
import { sendSubmission } from '../sending/send.task.ts';
import { Webin } from '../webin.provider.ts';
import { EnaBatchDoor } from './batch-door.service.ts';
import { type BatchRow, batchReferenceOf, reopenedIn } from './batch-rows.ts';
import { approvalObjection, batchCommands, mayCommand } from './batch.state.ts';
import {
  clearChecks,
  failedInCheck,
  handsIn,
  isUnderWay,
  openSubmissions,
  reopenItems,
  setFree,
  submissionCount,
  takeOut,
} from './batch-steps.ts';
import type { BatchCommand, BatchView, Proceed } from './batches.contract.ts';

type Entry = { reason?: string | undefined; facts?: Record<string, AuditValue>; after?: string };

/** What curators do with a batch. Each command: lock, ask the table of states, do it, change log, tell open pages. */
@Injectable()
export class EnaBatchCommands {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly door: EnaBatchDoor,
    private readonly webin: Webin,
    private readonly attempts: EnaAttempts,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Takes an unsent batch apart; its submissions can go into another one. */
  async remove(actor: Actor, id: string, version: number): Promise<void> {
    await this.door.changeLast(actor, id, version, async (tx, batch) => {
      this.assert('remove', batch);
      await tx.query('DELETE FROM ena_batches WHERE id = $1', [id]);
      await this.log(tx, actor, batch, 'remove', 'EnaBatchRemoved', {});
    });
  }

  /** Calls an unsent batch off; it stays in the lists, and its submissions can go into another one. */
  cancel(actor: Actor, id: string, version: number, reason: string | undefined): Promise<BatchView> {
    return this.door.change(actor, id, version, async (tx, batch) => {
      this.assert('cancel', batch);
      await setFree(tx, id, 'Not sent: the batch was cancelled.');
      await this.move(tx, batch, 'cancelled', { finished_at: this.clock.now(), paused_at: null });
      await this.log(tx, actor, batch, 'cancel', 'EnaBatchCancelled', { reason, after: 'cancelled' });
    });
  }

  /**
   * Has the whole batch checked once more in the background; nothing is registered by that. A check whose task has ended
   * without a result is begun anew under the next number, so that nothing late of the old one counts.
   */
  validate(actor: Actor, id: string, version: number, reason: string | undefined): Promise<BatchView> {
    this.webin.client();
    return this.door.change(actor, id, version, async (tx, batch) => {
      this.assert('validate', batch);
      this.assertEnvironment(batch);
      if (batch.status === 'checking' && (await isUnderWay(tx, id, checkBatch))) throw checkUnderWay();
      await clearChecks(tx, id);
      const round = batch.checkRound + 1;
      await this.move(tx, batch, 'checking', { check_round: round, ...undecided });
      await tx.enqueue(checkBatch, { batchId: id, round }, { askedBy: actor });
      await this.log(tx, actor, batch, 'validate', 'EnaBatchCheckBegun', { reason, after: 'checking' });
    });
  }

  /** Takes a submission out; what was checked and approved is then another batch. */
  takeOut(actor: Actor, id: string, submissionId: string, version: number): Promise<BatchView> {
    return this.door.change(actor, id, version, async (tx, batch) => {
      this.assert('edit', batch);
      if ((await submissionCount(tx, id)) === 1) throw onlyOneLeft();
      const taken = await takeOut(tx, id, [submissionId]);
      if (taken.length === 0) throw notInBatch(submissionId);
      await this.move(tx, batch, 'assembling', undecided);
      const after = 'assembling';
      await this.log(tx, actor, batch, 'take_out', 'EnaBatchChanged', { facts: { submissionId }, after });
    });
  }

  /**
   * A second pair of eyes says yes.
   *
   * @throws AppError `ena.approval_refused`, `ena.check_failed`, `ena.not_approved`
   */
  approve(actor: Actor, id: string, version: number, given: Proceed): Promise<BatchView> {
    return this.door.change(actor, id, version, async (tx, batch) => {
      this.assert('approve', batch);
      await this.assertMayApprove(tx, actor, batch);
      await this.assertApproved(tx, id);
      const left = await this.withoutFailed(tx, id, given.withoutFailed ?? false);
      await this.move(tx, batch, 'approved', { approved_by: actor.id, approved_at: this.clock.now() });
      const facts = { environment: batch.environment, ...(left.length > 0 && { takenOut: left }) };
      const entry = { reason: given.reason, facts, after: 'approved' };
      await this.log(tx, actor, batch, 'approve', 'EnaBatchApproved', entry);
    });
  }

  /**
   * Sends what waits: one request a submission, since ENA rolls a whole request back on one error. Without four eyes
   * also what was not checked or approved.
   *
   * @throws AppError `ena.not_configured`, `ena.illegal_transition`, `ena.needs_approval`, `ena.check_failed`, `record.stale`
   */
  send(actor: Actor, id: string, version: number, given: Proceed): Promise<BatchView> {
    this.webin.client();
    return this.door.change(actor, id, version, async (tx, batch) => {
      const isTooEarly = this.config.ENA_FOUR_EYES && ['assembling', 'checked'].includes(batch.status);
      if (isTooEarly) throw needsApproval(batch.status);
      this.assert('send', batch);
      this.assertEnvironment(batch);
      if (batch.pausedAt) throw paused();
      await this.assertApproved(tx, id);
      const left = await this.withoutFailed(tx, id, given.withoutFailed ?? false);
      await this.begin(tx, actor, batch, 'send', given.reason, left);
    });
  }

  /** Sends what failed once more, and looks into what was left unclear. What ENA has taken is not sent again. */
  retry(actor: Actor, id: string, version: number, reason: string | undefined): Promise<BatchView> {
    this.webin.client();
    return this.door.change(actor, id, version, async (tx, batch) => {
      // A batch whose tasks have all ended without an answer may be started once more, though it says `sending`.
      if (batch.status !== 'sending') this.assert('retry', batch, 'sending');
      this.assertEnvironment(batch);
      if (await isUnderWay(tx, id)) throw underWay();
      const unsettled = await this.attempts.unsettled(tx, id);
      for (const attempt of unsettled) underAccount(attempt, this.config.ENA_USERNAME);
      const reopened = await reopenedIn(tx, id);
      await reopenItems(
        tx,
        id,
        reopened.map((submission) => submission.id),
      );
      await this.begin(tx, actor, batch, 'retry', reason, []);
    });
  }

  /** Begins no new request from now on; one under way is finished. */
  pause(actor: Actor, id: string, version: number, reason: string | undefined): Promise<BatchView> {
    return this.hold(actor, id, version, 'pause', reason);
  }

  resume(actor: Actor, id: string, version: number, reason: string | undefined): Promise<BatchView> {
    return this.hold(actor, id, version, 'resume', reason);
  }

  private hold(
    actor: Actor,
    id: string,
    version: number,
    command: 'pause' | 'resume',
    reason: string | undefined,
  ): Promise<BatchView> {
    return this.door.change(actor, id, version, async (tx, batch) => {
      this.assert(command, batch);
      if ((command === 'pause') === (batch.pausedAt !== null)) return;
      await this.move(tx, batch, batch.status, { paused_at: command === 'pause' ? this.clock.now() : null });
      const event = command === 'pause' ? 'EnaBatchPaused' : 'EnaBatchResumed';
      await this.log(tx, actor, batch, command, event, { reason });
    });
  }

  private async begin(
    tx: Tx,
    actor: Actor,
    batch: BatchRow,
    command: 'send' | 'retry',
    reason: string | undefined,
    takenOut: readonly string[],
  ): Promise<void> {
    const submissions = await openSubmissions(tx, batch.id);
    if (submissions.length === 0) throw nothingToSend();
    for (const submissionId of submissions)
      await tx.enqueue(sendSubmission, { batchId: batch.id, submissionId }, { askedBy: actor });
    await tx.query(`UPDATE ena_batches SET sent_at = coalesce(sent_at, $2) WHERE id = $1`, [
      batch.id,
      this.clock.now(),
    ]);
    await this.move(tx, batch, 'sending', { finished_at: null });
    const facts = {
      environment: batch.environment,
      submissions,
      ...(takenOut.length > 0 && { takenOut: [...takenOut] }),
    };
    await this.log(tx, actor, batch, command, 'EnaBatchSent', { reason, facts, after: 'sending' });
  }

  private assert(
    command: BatchCommand,
    { status }: BatchRow,
    to = batchCommands[command].to ?? status,
  ): void {
    if (!mayCommand(command, status, this.config.ENA_FOUR_EYES)) throw illegalBatchMove(status, to);
  }

  private assertEnvironment({ environment }: BatchRow): void {
    const own = this.config.ENA_ENVIRONMENT;
    if (environment !== own) throw otherEnvironment(environment, own);
  }

  private async assertApproved(tx: Tx, id: string): Promise<void> {
    const reopened = await reopenedIn(tx, id);
    if (reopened.length > 0) throw notApproved(reopened);
  }

  private async assertMayApprove(tx: Tx, actor: Actor, batch: BatchRow): Promise<void> {
    const hands = { createdBy: batch.createdBy, ...(await handsIn(tx, batch.id)) };
    const objection = approvalObjection(hands, actor.id, this.config.ENA_FOUR_EYES);
    if (objection) throw approvalRefused(objection);
  }

  /** @returns the submissions that were left out, because they failed and the curator goes on without them */
  private async withoutFailed(tx: Tx, id: string, isChosen: boolean): Promise<string[]> {
    const failed = await failedInCheck(tx, id);
    if (failed.length === 0) return [];
    if (!isChosen) throw checkFailed(failed);
    if (failed.length === (await submissionCount(tx, id))) throw nothingToSend();
    return takeOut(
      tx,
      id,
      failed.map((submission) => submission.id),
    );
  }

  /** @param set columns to change with the state; names are ours */
  private async move(
    tx: Tx,
    batch: BatchRow,
    status: BatchRow['status'],
    set: Record<string, unknown>,
  ): Promise<void> {
    const columns = Object.keys(set).map((name, at) => `, ${name} = $${at + 3}`);
    await tx.query(
      `UPDATE ena_batches SET status = $2, version = version + 1${columns.join('')} WHERE id = $1`,
      [batch.id, status, ...Object.values(set)],
    );
  }

  private async log(
    tx: Tx,
    actor: Actor,
    batch: BatchRow,
    action: string,
    event: string,
    { reason, facts, after }: Entry,
  ): Promise<void> {
    await this.audit.record(tx, actor, {
      action: `ena_batch.${action}`,
      target: { type: 'EnaBatch', id: batch.id, label: batchReferenceOf(batch.number) },
      ...(after !== undefined && { changes: [{ field: 'status', before: batch.status, after }] }),
      ...(facts && { facts }),
      reason: reason ?? null,
    });
    await tx.publish({ type: event, subject: { type: 'EnaBatch', id: batch.id }, access: {} });
  }
}

/** What an earlier check and approval said is of another batch. */
const undecided = { checked_at: null, approved_by: null, approved_at: null };
