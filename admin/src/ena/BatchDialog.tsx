import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import styles from './BatchDialog.module.css';
import { recordsOf, type BatchMove } from './batchMoves.ts';
import { useBatch, useBatchesChanged, useBatchMove, useLeftBehind } from './useBatch.ts';

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

/** Moves after which ENA hears of it. */
const sends: ReadonlySet<BatchMove> = new Set(['send', 'retry', 'ask', 'restart']);
const undoable: ReadonlySet<BatchMove> = new Set(['check', 'approve', 'pause', 'resume']);
const reasonless: ReadonlySet<BatchMove> = new Set(['check', 'remove']);

type LeftProps = { isAgreed: boolean; onAgree: (isAgreed: boolean) => void };

/** What failed its check is not sent unless somebody says to go on without. */
const WithoutFailed = ({ isAgreed, onAgree }: LeftProps) => {
  const text = useText();
  const { submissions } = useLeftBehind();
  return (
    <>
      <p>
        {text('ena.without.what', { count: submissions.length })}{' '}
        <bdi className="mono">{submissions.map(({ reference }) => reference).join(', ')}</bdi>
      </p>
      <label className={styles.agree}>
        <input type="checkbox" checked={isAgreed} onChange={(event) => onAgree(event.target.checked)} />
        {text('ena.without.agree')}
      </label>
    </>
  );
};

/** Asks once more: how many records go to which environment, and whether that can be taken back. */
export const BatchDialog = ({ move, onClose }: { move: BatchMove; onClose: () => void }) => {
  const text = useText();
  const notify = useNotify();
  const give = useBatchMove();
  const remove = useRemoval();
  const batch = useBatch();
  const left = useLeftBehind();
  const [isAgreed, setAgreed] = useState(false);
  const { environment } = batch;
  const leaves = (move === 'send' || move === 'approve') && left.submissions.length > 0;
  const values = {
    reference: batch.reference,
    count: recordsOf(move, batch, left.records),
    submissions: text('ena.submissions', {
      count: batch.submissionCount - (leaves ? left.submissions.length : 0),
    }),
    to: text(`ena.to.${environment}`),
    by: text(`ena.by.${environment}`),
  };
  return (
    <ReasonDialog
      title={text(`ena.move.${move}.title`, values)}
      action={text(`ena.move.${move}.action`, values)}
      canBeUndone={undoable.has(move)}
      reason={reasonless.has(move) ? 'hidden' : 'optional'}
      isReady={!leaves || isAgreed}
      onClose={onClose}
      onConfirm={async (reason) => {
        await (move === 'remove' ? remove() : give(move, reason, leaves));
        notify(text(`ena.move.${move}.done`, values), { type: 'success' });
      }}
    >
      <p>{text(`ena.move.${move}.what`, values)}</p>
      {leaves && <WithoutFailed isAgreed={isAgreed} onAgree={setAgreed} />}
      {sends.has(move) && <p>{text(`ena.consequence.${environment}`)}</p>}
    </ReasonDialog>
  );
};
