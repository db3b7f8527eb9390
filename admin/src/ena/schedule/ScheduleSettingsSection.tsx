import { useAbility } from '@casl/react';
import type { ScheduleView } from '@contract/ena/schedule/schedule.contract.ts';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useLocale } from 'react-admin';
import { calendarDay } from '../../components/relativeTime.ts';
import { Facts, Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import styles from './SchedulePage.module.css';
import { SettingsDialog } from './SettingsDialog.tsx';

const SkipDays = ({ days }: { days: ScheduleView['skipDays'] }) => {
  const locale = useLocale();
  return (
    <ul>
      {days.map(({ date, label }) => (
        <li key={date}>
          {calendarDay(date, locale)}, <bdi>{label}</bdi>
        </li>
      ))}
    </ul>
  );
};

/** How the schedule is set, and for administrators the way to change it. */
export const ScheduleSettingsSection = ({ schedule }: { schedule: ScheduleView }) => {
  const text = useText();
  const mayEdit = useAbility<ConsoleAbility>().can('update', 'EnaSchedule');
  const [isEdited, setEdited] = useState(false);
  const { cron, timeZone, holidays, skipDays, onSkipDay, makeUpHours, maxSubmissions, mailTo } = schedule;
  const region = holidays && [holidays.country, holidays.state, holidays.region].filter(Boolean).join('-');
  const readers = [...mailTo.roles.map((role) => text(`words.role.${role}`)), ...mailTo.addresses].join(', ');
  return (
    <Section
      title={text('schedule.settings')}
      actions={
        mayEdit && (
          <Button size="small" onClick={() => setEdited(true)}>
            {text('schedule.edit')}
          </Button>
        )
      }
    >
      <div className={styles.settings}>
        <Facts
          facts={[
            { label: text('schedule.field.cron.label'), value: <code>{cron}</code> },
            { label: text('schedule.field.timeZone.label'), value: timeZone },
            { label: text('schedule.fact.holidays'), value: region ?? text('schedule.none') },
            {
              label: text('schedule.field.skipDays.label'),
              value: skipDays.length === 0 ? text('schedule.none') : <SkipDays days={skipDays} />,
            },
            { label: text('schedule.field.onSkipDay'), value: text(`schedule.onSkipDay.${onSkipDay}`) },
            {
              label: text('schedule.field.makeUpHours.label'),
              value: text('schedule.hours', { count: makeUpHours }),
            },
            {
              label: text('schedule.field.maxSubmissions.label'),
              value: text('ena.submissions', { count: maxSubmissions }),
            },
            { label: text('schedule.fact.mail'), value: readers === '' ? text('schedule.none') : readers },
          ]}
        />
        {!schedule.isMailSent && <p className="faint">{text('schedule.noMail')}</p>}
      </div>
      {isEdited && <SettingsDialog schedule={schedule} onClose={() => setEdited(false)} />}
    </Section>
  );
};
