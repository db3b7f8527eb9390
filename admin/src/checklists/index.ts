import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

/** `/checklists`: what is installed. */
export const checklists: ResourceProps = {
  name: 'checklists',
  list: lazy(() => import('./ChecklistList.tsx')),
};
