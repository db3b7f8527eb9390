import type { BatchItemView } from '@contract/ena/batches/batches.contract.ts';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider, type GetListResult } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useBatch } from '../useBatch.ts';

export type BatchContent = { id: string; reference: string };

const perPage = 500;

/**
 * The submissions of a batch. The API lists records, not submissions: nearly every submission brings its project, and of those
 * that bring samples only (their project is at ENA already) the records are read until all are found.
 */
const readContent = async (provider: ConsoleDataProvider, batchId: string, count: number) => {
  const found = new Map<string, BatchContent>();
  const read = async (filter: Record<string, string>) => {
    let after: string | null = null;
    do {
      const page: GetListResult<BatchItemView> = await provider.getList<BatchItemView>('batch-items', {
        filter,
        pagination: { page: 1, perPage },
        meta: { batchId, ...(after === null ? {} : { after }) },
      });
      for (const { submissionId: id, submissionReference: reference } of page.data)
        found.set(id, { id, reference });
      after = (page.meta as { next: string | null }).next;
    } while (after !== null && found.size < count);
  };
  await read({ type: 'project' });
  if (found.size < count) await read({});
  return [...found.values()].sort((one, other) => one.reference.localeCompare(other.reference));
};

/** What is in a batch never changes once it is put together. */
export const useBatchContent = () => {
  const { id, submissionCount } = useBatch();
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['batch-content', id],
    queryFn: () => readContent(provider, id, submissionCount),
    staleTime: Infinity,
  });
};
