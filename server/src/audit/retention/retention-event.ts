import type { AuditEvent } from '../audit-event.ts';

/** What events about a run of the retention are about. @param id of the run */
export const runTarget = (id: string): AuditEvent['target'] => ({
  type: 'AuditRetention',
  id,
  label: 'retention of the change log',
});

/** A run did not come to its end: it failed for good, or whoever ran it was killed for good. Why, the run itself says. */
export const failedRun = (id: string, outcome: 'failed' | 'abandoned'): AuditEvent => ({
  action: 'audit.retention_failed',
  target: runTarget(id),
  facts: { outcome },
});
