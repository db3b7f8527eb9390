import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

/** `/users`: who has an account; `/users/create`; `/users/:id`: what somebody may do, and what may be done about it. */
export const users: ResourceProps = {
  name: 'users',
  list: lazy(() => import('./UserList.tsx')),
  create: lazy(() => import('./create/NewUser.tsx')),
  edit: lazy(() => import('./UserPage.tsx')),
};
