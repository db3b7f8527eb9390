import type { CreateBatch } from '@contract/ena/batches/batches.contract.ts';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useRequestKey } from '../../providers/useRequestKey.ts';
import { useBatchesChanged } from '../useBatch.ts';

/** Makes a batch of these submissions, or of those that a filter finds, and goes to its page. */
export const useCreateBatch = (asked: CreateBatch) => {
  const notify = useNotify();
  const navigate = useNavigate();
  const provider = useDataProvider<ConsoleDataProvider>();
  const changed = useBatchesChanged();
  const idempotencyKey = useRequestKey(JSON.stringify(asked));
  const [isBusy, setBusy] = useState(false);
  const create = async () => {
    setBusy(true);
    try {
      const { id } = await provider.createBatch(asked, idempotencyKey);
      void changed();
      await navigate(`/batches/${id}`);
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { type: 'error' });
      setBusy(false);
    }
  };
  return { create, isBusy };
};
