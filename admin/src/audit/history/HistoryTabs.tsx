import { lazy, Suspense } from 'react';
import { NavLink, Route, Routes } from 'react-router-dom';
import { classes } from '../../components/classes.ts';
import list from '../../components/list/list.module.css';
import { TabRow } from '../../components/list/TabRow.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { NotFoundPage } from '../../layout/DeadEnds.tsx';
import { useReadsLog } from './useReadsLog.ts';

const HistoryTab = lazy(() => import('./HistoryTab.tsx'));

/** The two parts of a page that has no others: the record itself and, for those who may read the log, its history. */
export const HistoryTabs = ({ path }: { path: string }) => {
  const text = useText();
  if (!useReadsLog()) return null;
  const tabs = [
    { part: 'record', to: path },
    { part: 'history', to: `${path}/history` },
  ] as const;
  return (
    <TabRow label={text('finding.history.parts')}>
      {tabs.map(({ part, to }) => (
        <NavLink
          key={part}
          to={to}
          end
          className={({ isActive }) => classes(list.tab, isActive && list.currentTab)}
        >
          {text(`finding.history.${part}`)}
        </NavLink>
      ))}
    </TabRow>
  );
};

type WithHistoryProps = React.ComponentProps<typeof HistoryTab> & { children: React.ReactNode };

/** What such a page shows under either tab. */
export const WithHistory = ({ children, ...shown }: WithHistoryProps) => (
  <Suspense fallback={<RowsSkeleton />}>
    <Routes>
      <Route index element={children} />
      <Route path="history" element={<HistoryTab {...shown} />} />
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  </Suspense>
);
