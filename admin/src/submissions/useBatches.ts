import type { BatchView } from '@contract/ena/batches/batches.contract.ts';
import { useAbility } from '@casl/react';
import { useGetList } from 'react-admin';
import type { ConsoleAbility } from '../providers/ability.ts';
import { useSubmission } from './useSubmission.ts';

/** The ENA batches that hold the submission, newest first; undefined before they are loaded, and to who may not see batches. */
export const useBatches = (): BatchView[] | undefined => {
  const { id, status } = useSubmission();
  const canRead = useAbility<ConsoleAbility>().can('read', 'EnaBatch');
  const { data } = useGetList<BatchView>(
    'batches',
    { filter: { submissionId: id }, pagination: { page: 1, perPage: 5 } },
    { enabled: canRead && status === 'approved' },
  );
  return canRead && status === 'approved' ? data : undefined;
};
