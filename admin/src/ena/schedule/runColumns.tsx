import type { RunStatus, RunView } from '@contract/ena/schedule/schedule.contract.ts';
import { Link } from 'react-router-dom';
import type { Column } from '../../components/list/list.types.ts';
import type { Sense } from '../../components/meaning.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import type { Text } from '../../i18n/useText.ts';

export const senseOfRun: Record<RunStatus, Sense> = {
  running: 'ours',
  nothing: 'plain',
  waiting: 'waiting',
  done: 'good',
  skipped: 'gone',
  failed: 'bad',
};

const whatCame = ({ counts, skipReason, note }: RunView, text: Text): string => {
  if (counts !== null) return text('schedule.run.counts', counts);
  const why = skipReason === null ? '' : text(`schedule.skip.${skipReason}`);
  return [why, note ?? ''].filter((part) => part !== '').join(': ');
};

export const runColumns = (text: Text): Column<RunView>[] => [
  {
    key: 'planned',
    label: text('schedule.column.planned'),
    width: '10rem',
    sortBy: 'plannedFor',
    render: ({ plannedFor }) => <RelativeTime value={plannedFor} />,
  },
  {
    key: 'status',
    label: text('ena.column.status'),
    width: '10rem',
    render: ({ status }) => (
      <StatusPill sense={senseOfRun[status]} quiet>
        {text(`schedule.runStatus.${status}`)}
      </StatusPill>
    ),
  },
  {
    key: 'result',
    label: text('schedule.column.result'),
    isLead: true,
    render: (run) => <bdi>{whatCame(run, text)}</bdi>,
  },
  {
    key: 'batch',
    label: text('schedule.column.batch'),
    width: '9rem',
    render: ({ batch }) =>
      batch === null ? (
        <span className="faint">{text('schedule.none')}</span>
      ) : (
        <Link to={`/batches/${batch.id}`} className="mono">
          <bdi>{batch.reference}</bdi>
        </Link>
      ),
  },
  {
    key: 'by',
    label: text('schedule.column.by'),
    width: '10rem',
    onCard: 'hidden',
    render: ({ startedBy }) => (startedBy === null ? text('ena.bySchedule') : <bdi>{startedBy.name}</bdi>),
  },
  {
    key: 'mails',
    label: text('schedule.column.mails'),
    width: '10rem',
    onCard: 'hidden',
    render: ({ mails: { waiting, sent, skipped, failed } }) =>
      failed > 0
        ? text('schedule.mails.failed', { count: failed })
        : sent > 0
          ? text('schedule.mails.sent', { count: sent })
          : waiting > 0
            ? text('schedule.mails.waiting', { count: waiting })
            : skipped > 0
              ? text('schedule.mails.skipped', { count: skipped })
              : text('schedule.none'),
  },
];
