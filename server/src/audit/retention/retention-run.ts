import type { AuditEvent } from '../audit-event.ts';
import type { RunKind } from '../runs/run-kind.ts';
import { retentionRunView, type RetentionRunView } from './retention.contract.ts';
import { retainMonths } from './retention.task.ts';

const runTarget = (id: string): AuditEvent['target'] => ({
  type: 'AuditRetention',
  id,
  label: 'retention of the change log',
});

/** The event of a run that failed for good, or whose worker was killed for good. The run itself says why. */
export const failedRun = (id: string, outcome: 'failed' | 'abandoned'): AuditEvent => ({
  action: 'audit.retention_failed',
  target: runTarget(id),
  facts: { outcome },
});

/** Runs of the retention. */
export const retentionRun: RunKind<RetentionRunView> = {
  table: 'audit_retention_runs',
  columns: `id, requested_by AS "requestedBy", requested_at AS "requestedAt", finished_at AS "finishedAt", state, months, says, reasons`,
  view: retentionRunView,
  task: retainMonths,
  key: 'runId',
  target: runTarget,
  requested: (id, night) => ({
    action: 'audit.retention_request',
    target: runTarget(id),
    facts: { night },
  }),
  abandoned: (id) => failedRun(id, 'abandoned'),
  // What it did is told of each month; that it did nothing, by no event.
  isTold: 'true',
};
