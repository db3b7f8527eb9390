import type { BatchSubmissionView } from '@contract/ena/batches/batches.contract.ts';
import IconButton from '@mui/material/IconButton';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { Icon } from '../../components/Icon.tsx';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useBatch, useBatchChange, useLooker } from '../useBatch.ts';

const open: ReadonlySet<string> = new Set(['assembling', 'checked', 'approved']);

/** Whether submissions can still be taken out; of the last one the whole batch would be left without anything. */
export const useCanTakeOut = (): boolean => {
  const { status, submissionCount } = useBatch();
  const { may } = useLooker();
  return may('update') && open.has(status) && submissionCount > 1;
};

/** Takes one submission out of an unsent batch. */
export const TakeOutButton = ({ submission }: { submission: BatchSubmissionView }) => {
  const text = useText();
  const notify = useNotify();
  const provider = useDataProvider<ConsoleDataProvider>();
  const change = useBatchChange();
  const { status } = useBatch();
  const [isAsked, setAsked] = useState(false);
  const { id, reference, itemCount } = submission;
  const action = text('ena.takeOut.action', { reference });
  return (
    <>
      <IconButton size="small" aria-label={action} title={action} onClick={() => setAsked(true)}>
        <Icon name="close" size={14} />
      </IconButton>
      {isAsked && (
        <ReasonDialog
          title={action}
          action={text('ena.takeOut.confirm')}
          canBeUndone={false}
          reason="hidden"
          onClose={() => setAsked(false)}
          onConfirm={async () => {
            await change((shown) => provider.takeOutOfBatch({ ...shown, submissionId: id }));
            notify(text('ena.takeOut.done', { reference }), { type: 'success' });
          }}
        >
          <p>{text('ena.takeOut.what', { count: itemCount })}</p>
          {status !== 'assembling' && <p>{text('ena.takeOut.recheck')}</p>}
        </ReasonDialog>
      )}
    </>
  );
};
