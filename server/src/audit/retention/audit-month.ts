import type { AuditEvent } from '../audit-event.ts';

/** What events about a month of the log are about. @param month `YYYY-MM` */
export const targetOf = (month: string): AuditEvent['target'] => ({
  type: 'AuditMonth',
  id: month,
  label: `change log of ${month}`,
});
