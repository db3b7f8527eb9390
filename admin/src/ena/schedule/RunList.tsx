import type { RunView } from '@contract/ena/schedule/schedule.contract.ts';
import { Link } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState.tsx';
import { KeysetList } from '../../components/list/KeysetList.tsx';
import { absoluteTime } from '../../components/relativeTime.ts';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import { runColumns } from './runColumns.tsx';

const statuses = ['running', 'waiting', 'done', 'nothing', 'skipped', 'failed'] as const;

const RunList = () => {
  const text = useText();
  return (
    <KeysetList<RunView>
      title={text('schedule.runs')}
      hasSearch={false}
      actions={<Link to="/schedule">{text('schedule.back')}</Link>}
      list={{
        resource: 'schedule-runs',
        views: [
          { key: 'all', label: text('ena.all'), filter: {} },
          ...statuses.map((status) => ({
            key: status,
            label: text(`schedule.runStatus.${status}`),
            filter: { status },
          })),
        ],
        sort: { field: 'plannedFor', order: 'DESC' },
        columns: runColumns(text),
        nameOf: ({ plannedFor }) => absoluteTime(new Date(plannedFor), 'en'),
      }}
      empty={<EmptyState title={text('schedule.noRuns')}>{text('schedule.noRunsDetail')}</EmptyState>}
    />
  );
};

export default function RunListPage() {
  return (
    <RequireAccess action="read" subject="EnaSchedule">
      <RunList />
    </RequireAccess>
  );
}
