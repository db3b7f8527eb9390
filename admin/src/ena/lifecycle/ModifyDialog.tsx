import { useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useRequestKey } from '../../providers/useRequestKey.ts';

type Props = { submissionId: string; count: number; onClose: () => void };

/** Has ENA replace what it has of a submission with what was approved since. */
export const ModifyDialog = ({ submissionId, count, onClose }: Props) => {
  const text = useText();
  const notify = useNotify();
  const navigate = useNavigate();
  const client = useQueryClient();
  const provider = useDataProvider<ConsoleDataProvider>();
  const key = useRequestKey(`modify ${submissionId} ${count}`);
  return (
    <ReasonDialog
      title={text('lifecycle.differences.action', { count })}
      action={text('lifecycle.differences.action', { count })}
      canBeUndone={false}
      reason="required"
      onClose={onClose}
      onConfirm={async (reason) => {
        const request = await provider.replaceAtEna(submissionId, reason, key);
        for (const name of ['accessions', 'ena-requests'])
          void client.invalidateQueries({ queryKey: [name] });
        notify(text('lifecycle.differences.done'), { type: 'success' });
        await navigate(`/ena-requests/${request.id}`);
      }}
    >
      <p>{text('lifecycle.differences.what', { count })}</p>
    </ReasonDialog>
  );
};
