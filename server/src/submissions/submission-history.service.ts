import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { AuditEventView } from '../audit/audit.contract.ts';
import { AuditEventsService } from '../audit/audit-events.service.ts';
import type { Actor } from '../platform/access/actor.ts';
import type { ValidationView } from './findings.contract.ts';
import { readingActions } from './reading-log.ts';
import { Revisions } from './revisions.service.ts';
import type { revisionList, timelineEntry, timelineView } from './submission.contract.ts';
import { may } from '../platform/access/authorize.ts';
import { mayReadContent, SubmissionsService } from './submissions.service.ts';

/** Steps of a submission shown on its page. */
const timelineLength = 200;

/**
 * Thousands of files would hide the steps of the submission; each file tells its own state. Who read it is no step, nor
 * what keeps its events in the log: that is between auditors, and not for those whom it may be about.
 */
const noSteps = {
  types: ['File'],
  actions: [...Object.values(readingActions), 'audit.hold', 'audit.hold_lift'],
};

/** What has happened to a submission, and how it stands with the rules. */
@Injectable()
export class SubmissionHistory {
  constructor(
    private readonly submissions: SubmissionsService,
    private readonly revisionRows: Revisions,
    private readonly events: AuditEventsService,
    private readonly database: DataSource,
  ) {}

  /** The findings of the last check, grouped by rule and field, errors first and the commonest first. */
  async validation(actor: Actor, id: string): Promise<ValidationView> {
    await this.submissions.assertContentReadable(actor, id);
    const submission = await this.submissions.get(actor, id);
    const groups: ValidationView['groups'] = await this.database.query(
      `SELECT severity, rule, field, count(*)::int AS count, (array_agg(message ORDER BY position, id))[1] AS example,
              CASE WHEN count(DISTINCT suggestion) = 1 THEN min(suggestion) END AS suggestion
         FROM findings WHERE submission_id = $1
        GROUP BY severity, rule, field
        ORDER BY array_position(ARRAY['error', 'warning', 'info'], severity), count(*) DESC, rule, field`,
      [id],
    );
    const [row]: { at: Date | null }[] = await this.database.query(
      'SELECT validated_at AS at FROM submissions WHERE id = $1',
      [id],
    );
    const {
      errorCount: error,
      warningCount: warning,
      infoCount: info,
      checklist,
      checklistVersion,
    } = submission;
    return {
      checkedAt: row?.at?.toISOString() ?? null,
      checklist,
      checklistVersion,
      counts: { error, warning, info },
      groups,
    };
  }

  async revisions(actor: Actor, id: string): Promise<z.infer<typeof revisionList>> {
    await this.submissions.assertReadable(actor, id);
    return { items: await this.revisionRows.list(id) };
  }

  /** The steps as the change log has them. Whoever may read the submission may read its history, not the log itself. */
  async timeline(actor: Actor, id: string): Promise<z.infer<typeof timelineView>> {
    const isContentReadable = mayReadContent(actor, await this.submissions.assertReadable(actor, id));
    const events = await this.events.byRoot('Submission', id, timelineLength, noSteps);
    const isShown = may(actor, 'read', 'EnaRequest', {}) ? () => true : isForDepositors;
    return { items: events.filter(isShown).map((event) => toStep(event, isContentReadable)) };
  }
}

/**
 * What is asked of ENA for published records is between curators until it is done, which is a step of its own. Changes
 * to records are the depositors' own.
 */
const isForDepositors = ({ target, facts }: AuditEventView): boolean =>
  target.type !== 'EnaRequest' || facts['kind'] === 'modify';

/**
 * Who and what, without addresses and clients: those are for auditors. Which record was changed and in which fields is
 * content: who may not read that sees that some record was.
 */
function toStep(
  { id, occurredAt, action, actor, reason, facts, changes, target, isUnreadable }: AuditEventView,
  isContentReadable: boolean,
): z.infer<typeof timelineEntry> {
  const isShown = isContentReadable || target.type !== 'Record';
  const about = isShown
    ? { target: target.label, fields: changes.map(({ field }) => field) }
    : { target: '', fields: [] };
  const summary = { ...facts, ...about };
  return {
    id,
    at: occurredAt,
    action,
    actor: actor.name,
    reason,
    summary,
    ...(isUnreadable && { isUnreadable }),
  };
}
