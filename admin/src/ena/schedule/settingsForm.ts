import type { ScheduleSettings } from '@contract/ena/schedule/schedule.contract.ts';

/** The settings as they stand in the fields of the form; lists are a line each. */
export type SettingsForm = Pick<ScheduleSettings, 'cron' | 'timeZone' | 'onSkipDay'> & {
  country: string;
  state: string;
  region: string;
  skipDays: string;
  makeUpHours: string;
  maxSubmissions: string;
  roles: ScheduleSettings['mailTo']['roles'];
  addresses: string;
};

export const formOf = (settings: ScheduleSettings): SettingsForm => ({
  cron: settings.cron,
  timeZone: settings.timeZone,
  onSkipDay: settings.onSkipDay,
  country: settings.holidays?.country ?? '',
  state: settings.holidays?.state ?? '',
  region: settings.holidays?.region ?? '',
  skipDays: settings.skipDays.map(({ date, label }) => `${date} ${label}`).join('\n'),
  makeUpHours: String(settings.makeUpHours),
  maxSubmissions: String(settings.maxSubmissions),
  roles: settings.mailTo.roles,
  addresses: settings.mailTo.addresses.join('\n'),
});

const linesOf = (text: string): string[] =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** `2026-12-24 Christmas Eve`: the day, then why; a day without a reason is its own. */
const skipDayOf = (line: string) => {
  const [date = '', ...words] = line.split(/\s+/);
  return { date, label: words.join(' ') || date };
};

/** What is sent of the form. What it cannot be is said by the server, at its field. */
export const settingsOf = (form: SettingsForm): ScheduleSettings => {
  const country = form.country.trim().toUpperCase();
  const [state, region] = [form.state.trim(), form.region.trim()];
  return {
    cron: form.cron.trim(),
    timeZone: form.timeZone.trim(),
    onSkipDay: form.onSkipDay,
    holidays:
      country === ''
        ? null
        : { country, ...(state === '' ? {} : { state }), ...(region === '' ? {} : { region }) },
    skipDays: linesOf(form.skipDays).map(skipDayOf),
    makeUpHours: Number(form.makeUpHours),
    maxSubmissions: Number(form.maxSubmissions),
    mailTo: { roles: form.roles, addresses: linesOf(form.addresses) },
  };
};
