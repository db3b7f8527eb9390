import type { AttemptView, BatchItemView } from '@contract/ena/batches/batches.contract.ts';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider, type GetListResult } from 'react-admin';
import type { ConsoleDataProvider } from '../../../providers/dataProvider.ts';
import { useBatch } from '../../useBatch.ts';

/** The records of a request whose answer stays unclear. */
export const useUnclearRecords = ({ id, submissionId }: AttemptView) => {
  const { id: batchId } = useBatch();
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['batches', 'unclear', id],
    queryFn: async ({ signal }) => {
      const found: BatchItemView[] = [];
      let after: string | null = null;
      do {
        const page: GetListResult<BatchItemView> = await provider.getList<BatchItemView>('batch-items', {
          filter: { submissionId, status: 'attention' },
          pagination: { page: 1, perPage: 500 },
          meta: { batchId, ...(after === null ? {} : { after }) },
          signal,
        });
        found.push(...page.data);
        after = (page.meta as { next: string | null }).next;
      } while (after !== null);
      return found;
    },
  });
};
