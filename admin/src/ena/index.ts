import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

/** `/batches`; `/batches/create`; `/batches/:id` with its records and requests below. */
export const batches: ResourceProps = {
  name: 'batches',
  list: lazy(() => import('./BatchList.tsx')),
  create: lazy(() => import('./create/NewBatch.tsx')),
  edit: lazy(() => import('./BatchPage.tsx')),
};
