import { useAbility } from '@casl/react';
import type { BatchView } from '@contract/ena/batches/batches.contract.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { useDataProvider } from 'react-admin';
import type { ConsoleAbility } from '../providers/ability.ts';
import { affectedBy } from '../providers/affected.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import { isStale } from '../providers/problem.ts';
import { recordKey } from '../providers/useRecord.ts';
import { useSession } from '../providers/useSession.ts';
import { verbOf, type BatchMove, type Looker } from './batchMoves.ts';

export const BatchContext = createContext<BatchView | null>(null);

/** The batch whose page this is. */
export const useBatch = (): BatchView => {
  const batch = use(BatchContext);
  if (batch === null) throw new Error('useBatch is for the parts of a batch’s page');
  return batch;
};

/** Who looks at the batch, as far as it decides what can be done. */
export const useLooker = (): Looker => {
  const ability = useAbility<ConsoleAbility>();
  const me = useSession()?.me;
  return {
    id: me?.id,
    isFourEyes: me?.isEnaFourEyes ?? false,
    may: (action) => ability.can(action, 'EnaBatch'),
  };
};

/** Has everything fetched again that a change of a batch touches. */
export const useBatchesChanged = () => {
  const client = useQueryClient();
  return () => {
    const touched = affectedBy([{ id: '', type: '', subject: { type: 'EnaBatch', id: '' }, at: '' }]);
    return client.invalidateQueries({ predicate: ({ queryKey }) => touched.has(String(queryKey[0])) });
  };
};

/** Does something with the version that is shown; when that is not the latest, the latest is loaded before the refusal is shown. */
export const useBatchChange = () => {
  const { id, version } = useBatch();
  const client = useQueryClient();
  const changed = useBatchesChanged();
  return async (change: (shown: { id: string; version: number }) => Promise<BatchView>): Promise<void> => {
    try {
      client.setQueryData(recordKey('batches', id), await change({ id, version }));
      void changed();
    } catch (error) {
      if (isStale(error)) await changed();
      throw error;
    }
  };
};

export const useBatchMove = () => {
  const provider = useDataProvider<ConsoleDataProvider>();
  const change = useBatchChange();
  return (move: Exclude<BatchMove, 'remove'>, reason: string, withoutFailed: boolean) =>
    change((shown) => provider.commandBatch({ ...shown, verb: verbOf[move], reason, withoutFailed }));
};

/** The requests that were made to ENA for this batch, in the order of its submissions. */
export const useAttempts = () => {
  const { id } = useBatch();
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({ queryKey: ['batches', 'attempts', id], queryFn: () => provider.batchAttempts(id) });
};

/** The submissions of the batch, each with its check and its records by state. */
export const useBatchSubmissions = () => {
  const { id } = useBatch();
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({ queryKey: ['batches', 'submissions', id], queryFn: () => provider.batchSubmissions(id) });
};

/** What stays behind when the batch goes on without what failed its check. */
export const useLeftBehind = () => {
  const { data } = useBatchSubmissions();
  const failed = (data?.items ?? []).filter(({ checkStatus }) => checkStatus === 'failed');
  return { submissions: failed, records: failed.reduce((sum, { counts }) => sum + counts.waiting, 0) };
};

/** What went wrong, alike messages together. */
export const useBatchErrors = () => {
  const { id, status } = useBatch();
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['batches', 'errors', id],
    queryFn: () => provider.batchErrors(id),
    // Of a batch that was called off each record says that it was not sent, which is no problem.
    select: (errors) => (status === 'cancelled' ? { items: [] } : errors),
  });
};
