import type { BatchView } from '@contract/ena/batches/batches.contract.ts';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useRequestKey } from '../../submissions/create/useRequestKey.ts';
import { useBatchesChanged } from '../useBatch.ts';
import type { Eligible } from './NewBatch.tsx';

/** The API takes no more submissions in one batch. */
const most = 500;

/** Puts the chosen submissions into a batch. Nothing is sent: the batch's page shows first what would be. */
export const CreateButton = ({ chosen }: { chosen: readonly Eligible[] }) => {
  const text = useText();
  const notify = useNotify();
  const navigate = useNavigate();
  const provider = useDataProvider<ConsoleDataProvider>();
  const changed = useBatchesChanged();
  const submissionIds = chosen.map(({ id }) => id).sort();
  const idempotencyKey = useRequestKey(submissionIds.join(' '));
  const [isBusy, setBusy] = useState(false);
  const samples = chosen.reduce((sum, { sampleCount }) => sum + sampleCount, 0);

  const create = async () => {
    setBusy(true);
    try {
      const { data } = await provider.create<BatchView>('batches', {
        data: { submissionIds },
        meta: { idempotencyKey },
      });
      void changed();
      await navigate(`/batches/${data.id}`);
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { type: 'error' });
      setBusy(false);
    }
  };
  return (
    <>
      <span>{text('ena.create.content', { samples, count: chosen.length })}</span>
      <Button
        variant="contained"
        color="primary"
        loading={isBusy}
        disabled={chosen.length > most}
        onClick={() => void create()}
      >
        {chosen.length > most
          ? text('ena.create.tooMany', { count: most })
          : text('ena.create.action', { count: chosen.length })}
      </Button>
    </>
  );
};
