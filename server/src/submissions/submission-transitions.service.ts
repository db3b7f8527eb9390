import { Injectable } from '@nestjs/common';
import { Minting } from '../accessions/minting.ts';
import { AuditLog } from '../audit/audit-log.ts';
import type { AuditValue } from '../audit/audit-event.ts';
import type { Actor } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import { updateVersioned } from '../platform/database/versioned-update.ts';
import { invalid, stale } from '../platform/errors/app.error.ts';
import { Clock } from '../platform/time/clock.ts';
import { User } from '../users/user.entity.ts';
import { mintablesOf } from './mintables.ts';
import { Revisions } from './revisions.service.ts';
import type { SubmissionCommand, SubmissionView } from './submission.contract.ts';
import { referenceOf, Submission } from './submission.entity.ts';
import { refused } from './submission.errors.ts';
import { assertSound, commands, objection, type Standing } from './submission.state.ts';
import { accessOf } from './submission-view.ts';
import { SubmissionValidation } from './submission-validation.service.ts';
import { SubmissionsService } from './submissions.service.ts';
import { SubmissionFiles } from './uploads/submission-files.ts';

type Facts = Record<string, AuditValue>;

/** The past tense of each command, as open pages hear of it. */
const events: Record<SubmissionCommand, string> = {
  submit: 'SubmissionSubmitted',
  claim: 'SubmissionClaimed',
  'request-changes': 'SubmissionChangesRequested',
  approve: 'SubmissionApproved',
  reject: 'SubmissionRejected',
  withdraw: 'SubmissionWithdrawn',
  revise: 'SubmissionReopened',
};

/**
 * The one door for a change of state: lock the submission, check the person and the state, do what the command brings
 * with it (freeze a revision, mint accessions), save, write the change log, tell open pages. All of it in one
 * transaction.
 */
@Injectable()
export class SubmissionTransitions {
  constructor(
    private readonly submissions: SubmissionsService,
    private readonly validation: SubmissionValidation,
    private readonly revisions: Revisions,
    private readonly minting: Minting,
    private readonly files: SubmissionFiles,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {
    assertSound();
  }

  /**
   * @param version the version the actor has read
   * @throws AppError `submission.not_found`, `access.denied`, `record.stale`, `submission.illegal_transition` with
   *   `from` and `to`, `submission.has_errors`, `submission.no_samples`, `submission.not_claimed`
   */
  async transition(
    actor: Actor,
    id: string,
    version: number,
    command: SubmissionCommand,
    reason: string | undefined,
  ): Promise<SubmissionView> {
    const rule = commands[command];
    if (rule.needsReason && !reason)
      throw invalid('submission.reason_missing', 'Give the reason: the change log keeps it.', [
        { path: 'reason', message: 'is missing' },
      ]);
    await this.submissions.change(actor, id, async (tx) => {
      const submission = await this.submissions.lock(tx, actor, command, id);
      if (submission.version !== version) throw stale(undefined);
      if (command === 'submit') await this.validation.run(tx, submission);
      const against = objection(await this.standingOf(tx, submission), command, actor.id);
      if (against) throw refused(against, submission.status, command);
      const now = this.clock.now();
      const { changes, facts } = await this.consequences(tx, actor, submission, command, now);
      const decision =
        rule.needsReason && reason ? { decision: { reason, byId: actor.id, at: now.toISOString() } } : {};
      await updateVersioned(tx, Submission, submission, {
        ...changes,
        ...decision,
        status: rule.to,
        updatedAt: now,
      });
      await this.audit.record(tx, actor, {
        action: `submission.${command.replaceAll('-', '_')}`,
        target: { type: 'Submission', id, label: referenceOf(submission.number) },
        changes: [
          { field: 'status', before: submission.status, after: rule.to },
          ...curatorChange(submission, changes),
        ],
        facts,
        reason: reason ?? null,
      });
      await tx.publish({
        type: events[command],
        subject: { type: 'Submission', id },
        access: accessOf({ ...submission, ...changes, status: rule.to }),
      });
    });
    return this.submissions.get(actor, id);
  }

  private async standingOf(tx: Tx, submission: Submission): Promise<Standing> {
    const curator =
      submission.curatorId === null ? null : await tx.repo(User).findOneBy({ id: submission.curatorId });
    const [accession] = await tx.query('SELECT 1 FROM accessions WHERE submission_id = $1 LIMIT 1', [
      submission.id,
    ]);
    return {
      ...submission,
      readCount: submission.experimentCount + submission.runCount + submission.analysisCount,
      curatorName: curator?.name ?? null,
      hasAccessions: accession !== undefined,
    };
  }

  private async consequences(
    tx: Tx,
    actor: Actor,
    submission: Submission,
    command: SubmissionCommand,
    now: Date,
  ): Promise<{ changes: Partial<Submission>; facts: Facts }> {
    switch (command) {
      case 'submit': {
        const revision = await this.revisions.freeze(tx, submission, actor.id, now);
        await this.files.submitted(tx, submission.id);
        return {
          changes: { revision: revision.number, submittedAt: now },
          facts: {
            revision: revision.number,
            records: revision.recordCount,
            contentSha256: revision.contentSha256,
          },
        };
      }
      case 'claim':
        return { changes: { curatorId: actor.id }, facts: {} };
      case 'approve':
        return { changes: {}, facts: await this.mint(tx, submission, now) };
      default:
        return { changes: {}, facts: {} };
    }
  }

  /** Accessions for the project and every record of the approved revision. */
  private async mint(tx: Tx, submission: Submission, now: Date): Promise<Facts> {
    const records = await mintablesOf(tx, submission);
    const { id: submissionId, ownerId, holdDate, submittedAt } = submission;
    const context = { submissionId, ownerId, holdDate, submittedAt: submittedAt ?? now, at: now };
    const minted = await this.minting.mint(tx, records, context);
    const project = minted.find(({ kind }) => kind === 'project');
    const samples = minted.filter(({ kind }) => kind === 'sample');
    return {
      revision: submission.revision,
      minted: minted.length,
      ...(project && { projectAccession: project.accession }),
      ...(samples.length > 0 && {
        firstSampleAccession: samples[0]?.accession ?? '',
        lastSampleAccession: samples.at(-1)?.accession ?? '',
      }),
    };
  }
}

function curatorChange(submission: Submission, changes: Partial<Submission>) {
  const { curatorId } = changes;
  return curatorId && curatorId !== submission.curatorId
    ? [{ field: 'curatorId', before: submission.curatorId, after: curatorId }]
    : [];
}
