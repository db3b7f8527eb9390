import type { FieldError } from '../../platform/errors/app.error.ts';
import type { ScheduleSettings } from './schedule.contract.ts';
import { isKnownRegion } from './skip-days.ts';
import { cronProblem, isTimeZone } from './turns.ts';

/** What is wrong with settings beyond their form, each at its field. */
export function settingsProblems(settings: ScheduleSettings): FieldError[] {
  const { cron, timeZone, holidays, skipDays } = settings;
  const problems: FieldError[] = [];
  const problem = cronProblem(cron);
  if (problem !== null) problems.push({ path: 'cron', message: problem });
  if (!isTimeZone(timeZone))
    problems.push({ path: 'timeZone', message: 'is not a time zone by its IANA name, e.g. Europe/Berlin' });
  if (holidays && !isKnownRegion(holidays))
    problems.push({
      path: 'holidays',
      message: 'names a country, state or region that the calendar does not know',
    });
  const dates = skipDays.map(({ date }) => date);
  for (const [index, date] of dates.entries())
    if (dates.indexOf(date) < index)
      problems.push({ path: `skipDays.${index}.date`, message: `is named twice: ${date}` });
  return problems;
}
