import type { ScheduleOutlook } from '@contract/ena/schedule/schedule.contract.ts';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { ErrorState } from '../../components/ErrorState.tsx';
import type { Column } from '../../components/list/list.types.ts';
import { ListTable } from '../../components/list/ListTable.tsx';
import type { Sense } from '../../components/meaning.ts';
import { calendarDay } from '../../components/relativeTime.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Section } from '../../components/Section.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText, type Text } from '../../i18n/useText.ts';
import { localClock } from './localClock.ts';
import styles from './SchedulePage.module.css';
import { useOutlook } from './useSchedule.ts';

type Row = ScheduleOutlook['runs'][number] & { id: string };
const senses: Record<Row['verdict'], Sense> = { runs: 'good', moved: 'doubtful', skipped: 'gone' };

const columns = (text: Text, locale: string, isPaused: boolean): Column<Row>[] => [
  {
    key: 'at',
    label: text('schedule.column.turn'),
    isLead: true,
    render: ({ turnAtLocal }) => localClock(turnAtLocal, locale),
  },
  {
    key: 'verdict',
    label: text('ena.column.status'),
    width: '11rem',
    render: ({ verdict }) =>
      isPaused ? (
        <StatusPill sense="doubtful" quiet>
          {text('schedule.unlessResumed')}
        </StatusPill>
      ) : (
        <StatusPill sense={senses[verdict]} quiet>
          {text(`schedule.verdict.${verdict}`)}
        </StatusPill>
      ),
  },
  {
    key: 'runs',
    label: text('schedule.column.runs'),
    width: '15rem',
    onCard: 'hidden',
    render: ({ runAtLocal, verdict }) => {
      if (runAtLocal === null || isPaused) return text('schedule.none');
      return verdict === 'moved' ? localClock(runAtLocal, locale) : text('schedule.onTime');
    },
  },
  {
    key: 'in',
    label: text('schedule.column.in'),
    width: '8rem',
    onCard: 'hidden',
    render: ({ runAt }) => (runAt === null ? text('schedule.none') : <RelativeTime value={runAt} />),
  },
  {
    key: 'because',
    label: text('schedule.column.because'),
    width: '14rem',
    render: ({ because }) =>
      because === null ? (
        text('schedule.none')
      ) : (
        <bdi>{`${because.label}, ${calendarDay(because.date, locale)}`}</bdi>
      ),
  },
];

/** What a run would take if it were now; the list of it is where batches are put together. */
const WouldTake = ({ outlook }: { outlook: ScheduleOutlook }) => {
  const text = useText();
  const { eligible, wouldTake } = outlook;
  return (
    <p className={styles.would}>
      {eligible.submissions === 0
        ? text('schedule.nothingWaits')
        : text('schedule.wouldTake', {
            count: wouldTake,
            all: eligible.submissions,
            records: eligible.records,
          })}{' '}
      <Link to="/batches/create">{text('schedule.seeEligible')}</Link>
    </p>
  );
};

/** The next turns by the clock of the schedule, what the calendar makes of each, and what would go. */
export const ComingRuns = ({ timeZone }: { timeZone: string }) => {
  const text = useText();
  const locale = useLocale();
  const { data, error, refetch } = useOutlook();
  return (
    <Section title={text('schedule.next')}>
      {error !== null && <ErrorState error={error} isInline onRetry={() => void refetch()} />}
      {data === undefined && error === null && <RowsSkeleton rows={4} />}
      {data !== undefined && (
        <>
          <WouldTake outlook={data} />
          {data.runs.length === 0 ? (
            <p className="faint">{text('schedule.noTurns')}</p>
          ) : (
            <ListTable<Row>
              label={text('schedule.next')}
              rows={data.runs.map((run) => ({ ...run, id: run.turnAt }))}
              columns={columns(text, locale, data.isPaused)}
              nameOf={({ turnAtLocal }) => turnAtLocal}
            />
          )}
          <p className="faint">{text('schedule.clock', { zone: timeZone })}</p>
        </>
      )}
    </Section>
  );
};
