import { vi } from 'vitest';
import { MonthsToLeave } from '../../server/src/audit/retention/months-to-leave.ts';

const monthNow = (): string => new Date().toISOString().slice(0, 7);
const count = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));

/**
 * Call at the top of a spec file of months that leave the log. One that is too young when the file begins stays so,
 * also when a month ends meanwhile: as many more are kept.
 *
 * @returns the month in which the file began, `YYYY-MM`
 */
export function monthOfFile(): string {
  const began = monthNow();
  const kept = Object.getOwnPropertyDescriptor(MonthsToLeave.prototype, 'kept')?.get;
  vi.spyOn(MonthsToLeave.prototype, 'kept', 'get').mockImplementation(function (this: MonthsToLeave) {
    const months: number | undefined = kept?.call(this);
    return months === undefined ? undefined : months + count(monthNow()) - count(began);
  });
  return began;
}
