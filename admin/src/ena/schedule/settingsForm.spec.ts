import type { ScheduleSettings } from '@contract/ena/schedule/schedule.contract.ts';
import { describe, expect, it } from 'vitest';
import { formOf, settingsOf } from './settingsForm.ts';

const settings: ScheduleSettings = {
  cron: '0 6 * * 1',
  timeZone: 'Europe/Vienna',
  skipDays: [{ date: '2026-12-24', label: 'Christmas Eve' }],
  holidays: { country: 'AT', state: '9' },
  onSkipDay: 'next-working-day',
  makeUpHours: 24,
  maxSubmissions: 200,
  mailTo: { roles: ['curator'], addresses: ['ena@example.org'] },
};

describe('the form of the schedule', () => {
  it('gives back what it was filled with', () => expect(settingsOf(formOf(settings))).toEqual(settings));

  it('leaves out what is empty, and forgives spaces and lower case', () => {
    const form = { ...formOf({ ...settings, holidays: null }), skipDays: ' \n2026-12-31\n', addresses: '' };
    expect(settingsOf(form)).toMatchObject({
      holidays: null,
      skipDays: [{ date: '2026-12-31', label: '2026-12-31' }],
      mailTo: { addresses: [] },
    });
    expect(settingsOf({ ...form, country: ' at ' }).holidays).toEqual({ country: 'AT' });
  });
});
