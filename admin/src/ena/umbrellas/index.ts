import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

/** `/umbrellas`; `/umbrellas/create`; `/umbrellas/:id` with its history and the form that changes it below. */
export const umbrellas: ResourceProps = {
  name: 'umbrellas',
  list: lazy(() => import('./UmbrellaList.tsx')),
  create: lazy(() => import('./form/NewUmbrella.tsx')),
  edit: lazy(() => import('./UmbrellaPage.tsx')),
};
