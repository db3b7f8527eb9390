import { useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify } from 'react-admin';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useSubmission } from '../useSubmission.ts';
import type { FileRow } from './fileRows.ts';

/** Asks before a file is taken out, and says which runs will lack it. */
export const RemoveFileDialog = ({ row, onClose }: { row: FileRow; onClose: () => void }) => {
  const text = useText();
  const notify = useNotify();
  const client = useQueryClient();
  const provider = useDataProvider<ConsoleDataProvider>();
  const { id } = useSubmission();
  const { name, namings, namedBy } = row;
  return (
    <ReasonDialog
      title={text('files.remove.title', { name })}
      action={text('files.remove.action')}
      reason="hidden"
      canBeUndone={false}
      isDanger
      onConfirm={async () => {
        await provider.removeFile(id, row.file?.id ?? '');
        notify(text('files.remove.done', { name }), { type: 'success' });
        await client.invalidateQueries({ queryKey: ['files', 'getInfiniteList', id] });
      }}
      onClose={onClose}
    >
      <p>
        {text('files.remove.what')}{' '}
        {namedBy > 0 && text('files.remove.named', { count: namedBy, run: namings[0]?.alias ?? '' })}
      </p>
    </ReasonDialog>
  );
};
