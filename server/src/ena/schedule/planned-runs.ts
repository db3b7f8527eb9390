import { daysLater, instantOf, isWeekend, localDay, localTime } from './local-time.ts';
import type { ScheduleSettings } from './schedule.contract.ts';
import { type SkipDays, skipDaysOf } from './skip-days.ts';
import { turnsAfter } from './turns.ts';

/** One turn of the schedule, and what the calendar makes of it. */
export type PlannedRun = {
  /** The instant that the cron expression names; no two runs have the same. */
  turnAt: Date;
  /** When it is done: `turnAt`, or later when it is moved; null when it is skipped. */
  runAt: Date | null;
  /** The day that keeps it from being done on its turn. */
  skipDay: { date: string; label: string } | null;
};

export type Plan = Pick<ScheduleSettings, 'cron' | 'timeZone' | 'skipDays' | 'holidays' | 'onSkipDay'>;

/** A move over more days than this is none: so long a pause is left to the next turn. */
export const mostDaysMoved = 31;
/** A turn that long ago cannot be due any more: the move, and a day on each side for the zone. */
export const lookBackMs = (mostDaysMoved + 2) * 86_400_000;

/**
 * The turns of a schedule, in order. A turn on a skip day is left out, or moved to the same time on the next day that is
 * neither skipped nor a weekend; a move that would reach the next turn leaves the work to that one, so that runs keep
 * the order of their turns and no two fall together.
 *
 * @param after the first turn lies later than this
 */
export function* plannedRuns(plan: Plan, after: Date): Generator<PlannedRun, void> {
  const skips = skipDaysOf(plan.skipDays, plan.holidays);
  let turnAt: Date | undefined;
  for (const next of turnsAfter(plan.cron, plan.timeZone, after)) {
    if (turnAt) yield planned(plan, skips, turnAt, next);
    turnAt = next;
  }
  if (turnAt) yield planned(plan, skips, turnAt, null);
}

function planned(plan: Plan, skips: SkipDays, turnAt: Date, nextTurn: Date | null): PlannedRun {
  const date = localDay(turnAt, plan.timeZone);
  const label = skips(date);
  if (label === null) return { turnAt, runAt: turnAt, skipDay: null };
  const skipDay = { date, label };
  const movedTo = plan.onSkipDay === 'next-working-day' ? nextWorkingTime(plan, skips, turnAt) : null;
  const isOvertaken = movedTo !== null && nextTurn !== null && movedTo >= nextTurn;
  return { turnAt, runAt: isOvertaken ? null : movedTo, skipDay };
}

function nextWorkingTime({ timeZone }: Plan, skips: SkipDays, turnAt: Date): Date | null {
  const [today = '', time = ''] = localTime(turnAt, timeZone).split('T');
  for (let days = 1; days <= mostDaysMoved; days++) {
    const day = daysLater(today, days);
    if (isWeekend(day) || skips(day) !== null) continue;
    const moved = instantOf(`${day}T${time}`, timeZone);
    // A zone that changes sides of the date line leaves out a whole day.
    if (localDay(moved, timeZone) === day) return moved;
  }
  return null;
}

/**
 * What became due in a span of time: turns to be run and turns that were skipped, in the order in which they came due.
 *
 * @param from later than this
 * @param until not later than this
 */
export function dueRuns(plan: Plan, from: Date, until: Date): PlannedRun[] {
  const due: PlannedRun[] = [];
  for (const run of plannedRuns(plan, new Date(from.getTime() - lookBackMs))) {
    if (run.turnAt > until) break;
    const at = run.runAt ?? run.turnAt;
    if (at > from && at <= until) due.push(run);
  }
  return due;
}
