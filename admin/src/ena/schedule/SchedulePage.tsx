import { useGetList } from 'react-admin';
import { Link } from 'react-router-dom';
import type { RunView } from '@contract/ena/schedule/schedule.contract.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { ListTable } from '../../components/list/ListTable.tsx';
import { PageTitle } from '../../components/PageTitle.tsx';
import { Section } from '../../components/Section.tsx';
import { PageSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import { useLiveChange } from '../../providers/LiveUpdates.tsx';
import { ComingRuns } from './ComingRuns.tsx';
import { PauseNote } from './PauseNote.tsx';
import { runColumns } from './runColumns.tsx';
import { ScheduleActions } from './ScheduleActions.tsx';
import styles from './SchedulePage.module.css';
import { ScheduleSettingsSection } from './ScheduleSettingsSection.tsx';
import { useSchedule } from './useSchedule.ts';

const PastRuns = () => {
  const text = useText();
  const { data, error, refetch } = useGetList<RunView>('schedule-runs', {
    pagination: { page: 1, perPage: 5 },
    sort: { field: 'plannedFor', order: 'DESC' },
  });
  useLiveChange('schedule-runs', () => void refetch());
  if (error !== null) return <ErrorState error={error} isInline onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  if (data.length === 0) return <p className="faint">{text('schedule.noRunsDetail')}</p>;
  return (
    <ListTable<RunView>
      label={text('schedule.runs')}
      rows={data}
      columns={runColumns(text)}
      nameOf={({ id }) => id}
    />
  );
};

/** When batches go by themselves: what comes next and with what, what has been, and how it is set. */
const Schedule = () => {
  const text = useText();
  const { data: schedule, error, refetch } = useSchedule();
  if (schedule === undefined)
    return error === null ? <PageSkeleton /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <PageTitle title={text('schedule.title')} actions={<ScheduleActions schedule={schedule} />} />
      <div className={styles.page}>
        <PauseNote schedule={schedule} />
        <ComingRuns timeZone={schedule.timeZone} />
        <Section
          title={text('schedule.runs')}
          actions={<Link to="/schedule/runs">{text('schedule.allRuns')}</Link>}
        >
          <PastRuns />
        </Section>
        <ScheduleSettingsSection schedule={schedule} />
      </div>
    </>
  );
};

export default function SchedulePage() {
  return (
    <RequireAccess action="read" subject="EnaSchedule">
      <Schedule />
    </RequireAccess>
  );
}
