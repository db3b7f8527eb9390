import { useQueryClient } from '@tanstack/react-query';
import { affectedBy } from '../../../providers/affected.ts';

/** Refetches everything that shows holds, or what they keep. */
export const useHoldsChanged = () => {
  const client = useQueryClient();
  return () => {
    const touched = affectedBy([{ id: '', type: '', subject: { type: 'AuditHold', id: '' }, at: '' }]);
    void client.invalidateQueries({ predicate: ({ queryKey }) => touched.has(String(queryKey[0])) });
  };
};
