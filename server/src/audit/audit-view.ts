import type { AuditEventView } from './audit.contract.ts';
import { openedBy, reveal } from './commitment.ts';
import type { AuditRow } from './audit.queries.ts';

/** An event as its evidence states it, with the personal values that have not been erased. */
export function viewOf({ body, opened }: Pick<AuditRow, 'body' | 'opened'>): AuditEventView {
  const { v: _, ...event } = reveal(JSON.parse(body), openedBy(opened)) as AuditEventView & {
    v: 1 | 2;
  };
  return event;
}
