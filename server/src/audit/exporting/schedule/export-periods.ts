import type { AuditExportCadence } from '../export.contract.ts';

/** What one scheduled export covers: whole days in UTC, both included. */
export type Period = {
  /** `2026-11-20`, or `2026-11`. */
  name: string;
  /** `YYYY-MM-DD` */
  since: string;
  until: string;
};

/**
 * How long after its end a period is exported: by then, its last events have been sealed, even after a short outage.
 */
const settlingMs = 15 * 60_000;
/** How many periods are made up for after a standstill: the latest ones. */
const most: Record<AuditExportCadence, number> = { daily: 31, monthly: 12 };

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

/**
 * The periods that an export is due for, oldest first: those that have ended since the schedule was switched on,
 * including the one in which it was.
 */
export function duePeriods(cadence: AuditExportCadence, onSince: Date, now: Date): Period[] {
  const due: Period[] = [];
  let start = startOf(cadence, new Date(now.getTime() - settlingMs), 0);
  while (due.length < most[cadence] && start > onSince) {
    const end = start;
    start = startOf(cadence, new Date(end.getTime() - 1), 0);
    due.push(periodFrom(cadence, start, end));
  }
  return due.reverse();
}

function periodFrom(cadence: AuditExportCadence, start: Date, end: Date): Period {
  const [since, until] = [dayOf(start), dayOf(new Date(end.getTime() - 1))];
  return { name: cadence === 'daily' ? since : since.slice(0, 7), since, until };
}

/** The first moment of the day or month that a moment lies in, or of one so many later. */
export function startOf(cadence: AuditExportCadence, moment: Date, later: number): Date {
  const [year, month, day] = [moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()];
  return new Date(
    cadence === 'daily' ? Date.UTC(year, month, day + later) : Date.UTC(year, month + later, 1),
  );
}

/**
 * When the next export will be due: that of the first period still running or just ended, and never of one that had
 * ended when the schedule was switched on.
 */
export function nextAt(cadence: AuditExportCadence, onSince: Date, now: Date): Date {
  const within = Math.max(onSince.getTime(), now.getTime() - settlingMs);
  return new Date(startOf(cadence, new Date(within), 1).getTime() + settlingMs);
}
