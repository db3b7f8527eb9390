import type { AuditEvent } from '../audit-event.ts';
import type { RunKind } from '../runs/run-kind.ts';
import { verificationView, type VerificationView } from './verification.contract.ts';
import { toldRun } from './told-runs.ts';
import { verifyLog } from './verification.task.ts';

/** What events about a verification are about. @param id of the run */
export const verificationTarget = (id: string): AuditEvent['target'] => ({
  type: 'AuditVerification',
  id,
  label: 'verification of the change log',
});

/** Verifications of the whole log. */
export const verificationRun: RunKind<VerificationView> = {
  table: 'audit_verifications',
  // Of a log without events all is covered.
  columns: `id, state, requested_by AS "requestedBy", requested_at AS "requestedAt", started_at AS "startedAt",
    finished_at AS "finishedAt", segments::int, events::int, all_events::int AS "allEvents",
    CASE all_events WHEN 0 THEN 1 ELSE least(1, events::float8 / all_events) END AS progress, place, says,
    compared_heads AS "comparedHeads", doubt, archives, archives_doubt AS "archivesDoubt", reasons, damage`,
  view: verificationView,
  task: verifyLog,
  key: 'verificationId',
  target: verificationTarget,
  requested: (id, night) => ({
    action: 'audit.verification_request',
    target: verificationTarget(id),
    facts: { night },
  }),
  // It said neither that the log is whole nor that it is damaged.
  abandoned: (id) => ({
    action: 'audit.verification',
    target: verificationTarget(id),
    facts: { outcome: 'failed' },
  }),
  isTold: toldRun('audit_verifications'),
};
