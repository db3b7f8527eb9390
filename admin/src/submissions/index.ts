import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

export const submissions: ResourceProps = {
  name: 'submissions',
  list: lazy(() => import('./MySubmissions.tsx')),
};
