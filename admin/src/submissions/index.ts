import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

/** `/submissions`: the reader's own; `/submissions/create`; `/submissions/:id` with its parts below. The queue is at `/queue`. */
export const submissions: ResourceProps = {
  name: 'submissions',
  list: lazy(() => import('./MySubmissions.tsx')),
  create: lazy(() => import('./create/NewSubmission.tsx')),
  edit: lazy(() => import('./SubmissionPage.tsx')),
};
