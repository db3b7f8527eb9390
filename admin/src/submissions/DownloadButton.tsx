import Button from '@mui/material/Button';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { Icon } from '../components/Icon.tsx';
import { saveFile } from '../components/saveFile.ts';
import { useText } from '../i18n/useText.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';

type Props = { path: string; name: string; children: React.ReactNode };

/** Fetches a file with the session's token and hands it to the browser. `name` is used where the server gives none. */
export const DownloadButton = ({ path, name, children }: Props) => {
  const text = useText();
  const notify = useNotify();
  const provider = useDataProvider<ConsoleDataProvider>();
  const [isBusy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const file = await provider.download(path);
      saveFile(file.blob, file.name ?? name);
    } catch (error) {
      notify(text('parts.file.failed', { detail: error instanceof Error ? error.message : String(error) }), {
        type: 'error',
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      size="small"
      startIcon={<Icon name="download" />}
      loading={isBusy}
      loadingPosition="start"
      onClick={() => void download()}
    >
      {children}
    </Button>
  );
};
