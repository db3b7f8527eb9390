import { lazy } from 'react';
import { CoreAdminContext, CoreAdminUI, CustomRoutes, localStorageStore, Resource } from 'react-admin';
import { Route } from 'react-router-dom';
import { accessions } from './accessions/index.ts';
import { changeLog } from './audit/index.ts';
import { checklists } from './checklists/index.ts';
import { batches } from './ena/index.ts';
import { umbrellas } from './ena/umbrellas/index.ts';
import { AppFrame } from './layout/AppFrame.tsx';
import { AccessDeniedPage, NotFoundPage } from './layout/DeadEnds.tsx';
import { KeptFocus } from './layout/KeptFocus.tsx';
import { Start } from './layout/Start.tsx';
import { PageSkeleton } from './components/Skeletons.tsx';
import { authProvider } from './providers/authProvider.ts';
import { dataProvider } from './providers/dataProvider.ts';
import { i18nProvider } from './providers/i18nProvider.ts';
import { queryClient } from './providers/queryClient.ts';
import { SessionGate } from './providers/SessionGate.tsx';
import { SignInPage } from './signin/SignInPage.tsx';
import { submissions } from './submissions/index.ts';
import { ThemeRoot } from './theme/ThemeRoot.tsx';
import { users } from './users/index.ts';

const Queue = lazy(() => import('./submissions/Queue.tsx'));
const Schedule = lazy(() => import('./ena/schedule/SchedulePage.tsx'));
const ScheduleRuns = lazy(() => import('./ena/schedule/RunList.tsx'));
const EnaProblems = lazy(() => import('./ena/followup/ProblemList.tsx'));
const EnaRequests = lazy(() => import('./ena/lifecycle/RequestList.tsx'));
const EnaRequest = lazy(() => import('./ena/lifecycle/RequestPage.tsx'));
const Flow = lazy(() => import('./ena/flow/FlowPage.tsx'));
const Connection = lazy(() => import('./ena/connection/ConnectionPage.tsx'));
const Health = lazy(() => import('./health/HealthPage.tsx'));
const LogExports = lazy(() => import('./audit/exports/ExportsPage.tsx'));
const LogVerification = lazy(() => import('./audit/verification/VerificationPage.tsx'));
const LogRetention = lazy(() => import('./audit/retention/RetentionPage.tsx'));
const store = localStorageStore('1', 'seqdb');

/** The site map. A resource's pages are in its folder; `index.ts` there names them and loads them when they are visited. */
export const App = () => (
  <CoreAdminContext
    authProvider={authProvider}
    dataProvider={dataProvider}
    i18nProvider={i18nProvider}
    queryClient={queryClient}
    store={store}
  >
    <ThemeRoot>
      <KeptFocus />
      <SessionGate>
        <CoreAdminUI
          layout={AppFrame}
          dashboard={Start}
          catchAll={NotFoundPage}
          accessDenied={AccessDeniedPage}
          loading={PageSkeleton}
          loginPage={SignInPage}
          requireAuth
          disableTelemetry
        >
          <CustomRoutes>
            <Route path="/queue" element={<Queue />} />
            <Route path="/schedule" element={<Schedule />} />
            <Route path="/schedule/runs" element={<ScheduleRuns />} />
            <Route path="/ena-problems" element={<EnaProblems />} />
            <Route path="/ena-requests" element={<EnaRequests />} />
            <Route path="/ena-requests/:id/*" element={<EnaRequest />} />
            <Route path="/flow" element={<Flow />} />
            <Route path="/connection" element={<Connection />} />
            <Route path="/health" element={<Health />} />
            <Route path="/log-exports" element={<LogExports />} />
            <Route path="/log-verification" element={<LogVerification />} />
            <Route path="/log-retention/*" element={<LogRetention />} />
          </CustomRoutes>
          <Resource {...submissions} />
          <Resource {...accessions} />
          <Resource {...batches} />
          <Resource {...umbrellas} />
          <Resource {...users} />
          <Resource {...changeLog} />
          <Resource {...checklists} />
        </CoreAdminUI>
      </SessionGate>
    </ThemeRoot>
  </CoreAdminContext>
);
