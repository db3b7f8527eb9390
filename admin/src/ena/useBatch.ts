import type { BatchView } from '@contract/ena/batches/batches.contract.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { useDataProvider } from 'react-admin';
import { affectedBy } from '../providers/affected.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import { isStale } from '../providers/problem.ts';
import { recordKey } from '../providers/useRecord.ts';
import type { BatchMove } from './batchMoves.ts';

export const BatchContext = createContext<BatchView | null>(null);

/** The batch whose page this is. */
export const useBatch = (): BatchView => {
  const batch = use(BatchContext);
  if (batch === null) throw new Error('useBatch is for the parts of a batch’s page');
  return batch;
};

/** Has everything fetched again that a change of a batch touches. */
export const useBatchesChanged = () => {
  const client = useQueryClient();
  return () => {
    const touched = affectedBy([{ id: '', type: '', subject: { type: 'EnaBatch', id: '' }, at: '' }]);
    return client.invalidateQueries({ predicate: ({ queryKey }) => touched.has(String(queryKey[0])) });
  };
};

/** Does a move on the version that is shown; when that is not the latest, the latest is loaded before the refusal is shown. */
export const useBatchMove = () => {
  const { id, version } = useBatch();
  const client = useQueryClient();
  const provider = useDataProvider<ConsoleDataProvider>();
  const changed = useBatchesChanged();
  return async (move: Exclude<BatchMove, 'remove'>, reason: string): Promise<void> => {
    try {
      const next = await provider.startBatch(move === 'send' ? 'send' : 'retry', { id, version, reason });
      client.setQueryData(recordKey('batches', id), next);
      void changed();
    } catch (error) {
      if (isStale(error)) await changed();
      throw error;
    }
  };
};

/** The requests that were made to ENA for this batch, in the order of its submissions. */
export const useAttempts = () => {
  const { id } = useBatch();
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({ queryKey: ['batches', 'attempts', id], queryFn: () => provider.batchAttempts(id) });
};
