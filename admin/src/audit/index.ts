import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

/** `/change-log`: who did what to which record; `/change-log/:id`: one event, which is also its permanent link. */
export const changeLog: ResourceProps = {
  name: 'change-log',
  list: lazy(() => import('./ChangeLog.tsx')),
  edit: lazy(() => import('./EventPage.tsx')),
};
