import type { z } from 'zod';
import type { TaskType } from '../../platform/queue/define-task.ts';
import type { AuditEvent } from '../audit-event.ts';

/** What distinguishes one kind of run over the whole log. */
export type RunKind<View = unknown> = {
  table: 'audit_verifications' | 'audit_retention_runs';
  /** SQL of what `view` shows. */
  columns: string;
  view: z.ZodType<View>;
  /** Does a run; its payload names it under `key`. */
  task: TaskType<Record<string, string>>;
  key: string;
  /** The target of events about a run, both in the log and for open pages. */
  target: (id: string) => AuditEvent['target'];
  /** @param night `YYYY-MM-DD` for the nightly run */
  requested: (id: string, night: string | null) => AuditEvent;
  abandoned: (id: string) => AuditEvent;
  /** SQL: whether the log has the event of the end that a row of `table` says it came to. */
  isTold: string;
};
