import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

/** `/change-log`: everything that was done, its filters in the address; `/change-log/:id`: one event for good. */
export const changeLog: ResourceProps = {
  name: 'change-log',
  list: lazy(() => import('./ChangeLog.tsx')),
  edit: lazy(() => import('./EventPage.tsx')),
};
