import { useAbility } from '@casl/react';
import { NavLink, Route, Routes, useMatch, useSearchParams } from 'react-router-dom';
import { classes } from '../../components/classes.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import list from '../../components/list/list.module.css';
import { TabRow } from '../../components/list/TabRow.tsx';
import { PageTitle } from '../../components/PageTitle.tsx';
import { PageSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { NotFoundPage } from '../../layout/DeadEnds.tsx';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { HoldButton } from './holds/HoldButton.tsx';
import { HoldList } from './holds/HoldList.tsx';
import { MonthList } from './months/MonthList.tsx';
import { Policy } from './Policy.tsx';
import styles from './retention.module.css';
import { useRetention } from './useRetention.ts';

const parts = [
  { part: 'holds', to: '/log-retention' },
  { part: 'lifted', to: '/log-retention/lifted' },
  { part: 'months', to: '/log-retention/months' },
] as const;

const Parts = () => {
  const text = useText();
  const maySeeHolds = useAbility<ConsoleAbility>().can('read', 'AuditHold');
  return (
    <TabRow label={text('retention.part.label')}>
      {parts
        .filter(({ part }) => maySeeHolds || part === 'months')
        .map(({ part, to }) => (
          <NavLink
            key={part}
            to={to}
            end
            className={({ isActive }) => classes(list.tab, isActive && list.currentTab)}
          >
            {text(`retention.part.${part}`)}
          </NavLink>
        ))}
    </TabRow>
  );
};

/**
 * What the log keeps and for how long, which holds keep it longer, and where archived months are. `?hold=…` shows some
 * holds only.
 */
const Retention = () => {
  const text = useText();
  const { data, error, refetch } = useRetention();
  const [query] = useSearchParams();
  const isIndex = useMatch('/log-retention') !== null;
  if (data === undefined)
    return error === null ? <PageSkeleton /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  const keeping = data.next?.standing === 'held' ? data.next : null;
  const only = isIndex ? query.get('hold') : null;
  return (
    <>
      <PageTitle title={text('retention.title')} actions={<HoldButton />} />
      {only === null && (
        <div className={styles.page}>
          <Policy retention={data} />
        </div>
      )}
      <Parts />
      <Routes>
        <Route
          index
          element={<HoldList key={`standing ${only}`} state="standing" keeping={keeping} only={only} />}
        />
        <Route path="lifted" element={<HoldList key="lifted" state="lifted" keeping={null} />} />
        <Route path="months" element={<MonthList />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </>
  );
};

export default function RetentionPage() {
  return (
    <RequireAccess action="read" subject="AuditRetention">
      <Retention />
    </RequireAccess>
  );
}
