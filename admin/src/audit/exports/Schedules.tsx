import { useAbility } from '@casl/react';
import type { AuditExportScheduleView } from '@contract/audit/exporting/schedule/export-schedule.contract.ts';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider } from 'react-admin';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Section } from '../../components/Section.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useLiveChange } from '../../providers/LiveUpdates.tsx';
import styles from './exports.module.css';
import { ScheduleDialog } from './ScheduleDialog.tsx';

const Schedule = ({ schedule, onChange }: { schedule: AuditExportScheduleView; onChange?: () => void }) => {
  const text = useText();
  const { cadence, isOn, format, compression, nextAt } = schedule;
  const name = text(`audit.export.${format}.name`);
  return (
    <li className={styles.schedule}>
      <strong>{text(`logExports.schedule.${cadence}`)}</strong>
      <StatusPill sense={isOn ? 'good' : 'plain'} quiet>
        {text(isOn ? 'logExports.schedule.on' : 'logExports.schedule.off')}
      </StatusPill>
      <span>{compression === null ? name : text('logExports.schedule.gzip', { format: name })}</span>
      <span className="faint">
        {nextAt !== null && (
          <>
            {text('logExports.schedule.next')}: <RelativeTime value={nextAt} />
          </>
        )}
      </span>
      {onChange && (
        <Button size="small" onClick={onChange} aria-label={text(`logExports.schedule.changeOf.${cadence}`)}>
          {text('logExports.schedule.change')}
        </Button>
      )}
    </li>
  );
};

/** The daily and monthly exports: whether they are on, in which format, and where they go. */
export const Schedules = () => {
  const text = useText();
  const mayChange = useAbility<ConsoleAbility>().can('update', 'AuditExportSchedule');
  const provider = useDataProvider<ConsoleDataProvider>();
  const [changed, setChanged] = useState<AuditExportScheduleView | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['log-exports', 'schedules'],
    queryFn: () => provider.exportSchedules(),
  });
  useLiveChange('log-exports', () => void refetch());
  if (data === undefined) return error === null ? null : <ErrorState error={error} isInline />;
  const { bucket, items } = data;
  return (
    <Section title={text('logExports.schedule.title')}>
      <p className="faint">
        {bucket === null
          ? text('logExports.schedule.noBucket')
          : text('logExports.schedule.into', { bucket })}
      </p>
      <ul className={styles.schedules}>
        {items.map((each) => (
          <Schedule
            key={each.cadence}
            schedule={each}
            {...(mayChange && (bucket !== null || each.isOn) && { onChange: () => setChanged(each) })}
          />
        ))}
      </ul>
      {changed && (
        <ScheduleDialog
          schedule={changed}
          onChanged={() => void refetch()}
          onClose={() => setChanged(null)}
        />
      )}
    </Section>
  );
};
