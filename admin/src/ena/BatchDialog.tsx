import { useDataProvider, useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import { recordsOf, type BatchMove } from './batchMoves.ts';
import { useBatch, useBatchesChanged, useBatchMove } from './useBatch.ts';

const useRemoval = () => {
  const { id, version } = useBatch();
  const navigate = useNavigate();
  const provider = useDataProvider<ConsoleDataProvider>();
  const changed = useBatchesChanged();
  return async () => {
    await provider.removeBatch({ id, version });
    await navigate('/batches');
    void changed();
  };
};

/** Asks once more: how many records go to which environment, and whether that can be taken back. */
export const BatchDialog = ({ move, onClose }: { move: BatchMove; onClose: () => void }) => {
  const text = useText();
  const notify = useNotify();
  const start = useBatchMove();
  const remove = useRemoval();
  const batch = useBatch();
  const { environment } = batch;
  const values = {
    reference: batch.reference,
    count: recordsOf(move, batch),
    submissions: text('ena.submissions', { count: batch.submissionCount }),
    to: text(`ena.to.${environment}`),
    by: text(`ena.by.${environment}`),
  };
  const isSending = move !== 'remove';
  return (
    <ReasonDialog
      title={text(`ena.move.${move}.title`, values)}
      action={text(`ena.move.${move}.action`, values)}
      canBeUndone={!isSending}
      reason={isSending ? 'optional' : 'hidden'}
      onClose={onClose}
      onConfirm={async (reason) => {
        await (move === 'remove' ? remove() : start(move, reason));
        notify(text(`ena.move.${move}.done`, values), { type: 'success' });
      }}
    >
      <p>{text(`ena.move.${move}.what`, values)}</p>
      {isSending && <p>{text(`ena.consequence.${environment}`)}</p>}
    </ReasonDialog>
  );
};
