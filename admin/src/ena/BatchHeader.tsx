import { useLocale } from 'react-admin';
import { NavLink } from 'react-router-dom';
import { classes } from '../components/classes.ts';
import { useReadsLog } from '../audit/history/useReadsLog.ts';
import { Identifier } from '../components/Identifier.tsx';
import list from '../components/list/list.module.css';
import { TabRow } from '../components/list/TabRow.tsx';
import { RecordHeader } from '../components/RecordHeader.tsx';
import { StatusPill } from '../components/StatusPill.tsx';
import { useText } from '../i18n/useText.ts';
import { contentOf } from './batchColumns.tsx';
import { BatchMoves } from './BatchMoves.tsx';
import { movesOf } from './batchMoves.ts';
import { BatchNext } from './BatchNext.tsx';
import { BatchStatusPill } from './BatchStatusPill.tsx';
import { useAttempts, useBatch, useBatchErrors, useLooker } from './useBatch.ts';

const Tabs = () => {
  const text = useText();
  const locale = useLocale();
  const { id, itemCount, submissionCount } = useBatch();
  const { data: attempts } = useAttempts();
  const { data: problems } = useBatchErrors();
  const readsLog = useReadsLog();
  const tabs = [
    { part: 'overview', path: '', count: submissionCount },
    { part: 'records', path: '/records', count: itemCount },
    { part: 'problems', path: '/problems', count: problems?.items.length },
    { part: 'requests', path: '/requests', count: attempts?.items.length },
    ...(readsLog ? [{ part: 'history', path: '/history', count: undefined } as const] : []),
  ] as const;
  return (
    <TabRow label={text('ena.tab.label')}>
      {tabs.map(({ part, path, count }) => (
        <NavLink
          key={part}
          to={`/batches/${id}${path}`}
          end={part === 'overview'}
          className={({ isActive }) => classes(list.tab, isActive && list.currentTab)}
        >
          {text(`ena.tab.${part}`)}
          {count !== undefined && <span className={list.tabCount}>{count.toLocaleString(locale)}</span>}
        </NavLink>
      ))}
    </TabRow>
  );
};

export const BatchHeader = () => {
  const text = useText();
  const batch = useBatch();
  const { reference, environment, status, pausedAt } = batch;
  const { buttons, menu } = movesOf(batch, useLooker());
  return (
    <RecordHeader
      title={text('ena.batchTo', { environment: text(`words.environment.${environment}`) })}
      facts={
        <>
          <Identifier value={reference} />
          <BatchStatusPill status={status} />
          {pausedAt !== null && <StatusPill sense="doubtful">{text('ena.paused')}</StatusPill>}
          <span>{contentOf(batch, text)}</span>
        </>
      }
      next={<BatchNext />}
      actions={buttons.length + menu.length > 0 ? <BatchMoves buttons={buttons} menu={menu} /> : null}
      tabs={<Tabs />}
    />
  );
};
