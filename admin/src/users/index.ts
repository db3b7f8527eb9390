import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

/** `/users`: who has an account; `/users/:id`: one of them. */
export const users: ResourceProps = {
  name: 'users',
  list: lazy(() => import('./UserList.tsx')),
  edit: lazy(() => import('./UserPage.tsx')),
};
