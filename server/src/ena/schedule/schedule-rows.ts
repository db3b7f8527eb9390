import type { Tx } from '../../platform/database/tx.ts';
import type { PersonRef } from '../../platform/http/common.contract.ts';
import type { ScheduleSettings } from './schedule.contract.ts';

export type Pause = { reason: string; by: PersonRef; at: string };

/** The one schedule as it is kept. */
export type ScheduleRow = ScheduleSettings & { pause: Pause | null; lookedUntil: Date; version: number };

const columns = `cron, time_zone AS "timeZone", skip_days AS "skipDays", holidays, on_skip_day AS "onSkipDay",
  make_up_hours AS "makeUpHours", max_submissions AS "maxSubmissions", mail_to AS "mailTo", pause,
  looked_until AS "lookedUntil", version`;

export const selectSchedule = `SELECT ${columns} FROM ena_schedule`;

/** Locks the schedule: whoever has it decides alone which runs there are. */
export async function lockSchedule(tx: Tx): Promise<ScheduleRow> {
  const [row] = await tx.query<ScheduleRow>(`${selectSchedule} FOR UPDATE`);
  if (!row) throw new Error('the row of the schedule is missing');
  return row;
}

/** What a person sets, without what belongs to the row. */
export const settingsOf = ({
  pause: _pause,
  lookedUntil: _lookedUntil,
  version: _version,
  ...settings
}: ScheduleRow): ScheduleSettings => settings;

/** How the change log names it. */
export const scheduleTarget = { type: 'EnaSchedule', id: 'ena-schedule', label: 'ENA schedule' };
