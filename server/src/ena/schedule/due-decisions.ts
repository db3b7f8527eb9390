import type { PlannedRun } from './planned-runs.ts';
import type { SkipReason } from './schedule.contract.ts';

/** What becomes of a turn that is due: it begins (no `skipReason`), or is written down as skipped. */
export type Decision = { turnAt: Date; skipReason: SkipReason | null; note: string | null };

export type Situation = {
  now: Date;
  pause: { reason: string } | null;
  makeUpHours: number;
  /** Whether an earlier run has not ended. */
  isRunning: boolean;
};

/** A look comes so much late without anything having been missed. */
const graceMs = 5 * 60_000;

/**
 * Of the turns that came since the last look at most one begins: the last that is not skipped, if it is not too late
 * for it. What was missed before is in the same batch then, and is not run once more.
 */
export function decide(due: readonly PlannedRun[], situation: Situation): Decision[] {
  const last = due.findLast(({ runAt }) => runAt !== null);
  return due.map((run) => ({ turnAt: run.turnAt, ...verdict(run, run === last, situation) }));
}

function verdict(
  { runAt, skipDay }: PlannedRun,
  isLast: boolean,
  { now, pause, makeUpHours, isRunning }: Situation,
): Omit<Decision, 'turnAt'> {
  const day = skipDay && `${skipDay.date}: ${skipDay.label}`;
  if (runAt === null) return { skipReason: 'skip-day', note: day };
  if (pause) return { skipReason: 'paused', note: pause.reason };
  const late = now.getTime() - runAt.getTime();
  if (!isLast || late > Math.max(graceMs, makeUpHours * 3_600_000))
    return { skipReason: 'missed', note: null };
  if (isRunning) return { skipReason: 'still-running', note: null };
  return { skipReason: null, note: day && `Moved: ${day}` };
}
