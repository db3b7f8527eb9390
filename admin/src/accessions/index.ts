import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

/** `/accessions`: the register; `/accessions/:accession`: what is known of one. */
export const accessions: ResourceProps = {
  name: 'accessions',
  list: lazy(() => import('./AccessionList.tsx')),
  edit: lazy(() => import('./AccessionPage.tsx')),
};
