import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

/** `/checklists`: what is installed; `/checklists/create`: an import; `/checklists/:accession`: the fields of one. */
export const checklists: ResourceProps = {
  name: 'checklists',
  list: lazy(() => import('./ChecklistList.tsx')),
  create: lazy(() => import('./import/ImportChecklists.tsx')),
  edit: lazy(() => import('./ChecklistPage.tsx')),
};
