import Button from '@mui/material/Button';
import { useText } from '../../i18n/useText.ts';
import { mostSubmissions } from '../../providers/batches.ts';
import type { Eligible } from './NewBatch.tsx';
import { useCreateBatch } from './useCreateBatch.ts';

/** Puts the chosen submissions into a batch. Nothing is sent: the batch's page shows first what would be. */
export const CreateButton = ({ chosen }: { chosen: readonly Eligible[] }) => {
  const text = useText();
  const { create, isBusy } = useCreateBatch({ submissionIds: chosen.map(({ id }) => id).sort() });
  const samples = chosen.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
  return (
    <>
      <span>{text('ena.create.content', { samples, count: chosen.length })}</span>
      <Button
        variant="contained"
        color="primary"
        loading={isBusy}
        disabled={chosen.length > mostSubmissions}
        onClick={() => void create()}
      >
        {chosen.length > mostSubmissions
          ? text('ena.create.tooMany', { count: mostSubmissions })
          : text('ena.create.action', { count: chosen.length })}
      </Button>
    </>
  );
};
