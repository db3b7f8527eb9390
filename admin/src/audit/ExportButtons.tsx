import Button from '@mui/material/Button';
import { useState } from 'react';
import { useDataProvider, useNotify } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { Icon } from '../components/Icon.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import { exportFilter } from './exportFilter.ts';

const formats = ['csv', 'jsonl'] as const;

/** Exports what the list is narrowed to. The browser takes the file straight from the server, however large it is. */
export const ExportButtons = () => {
  const text = useText();
  const notify = useNotify();
  const provider = useDataProvider<ConsoleDataProvider>();
  const [query] = useSearchParams();
  const [busy, setBusy] = useState<string | null>(null);
  const filter = exportFilter(query);
  const isNarrowed = Object.keys(filter).length > 0;

  const begin = async (format: (typeof formats)[number]) => {
    setBusy(format);
    try {
      const { url } = await provider.auditExport({ format, filter });
      const link = document.createElement('a');
      link.href = url;
      link.download = '';
      link.click();
      notify(text(isNarrowed ? 'audit.export.begunNarrowed' : 'audit.export.begun'), { type: 'info' });
    } catch (error) {
      notify(text('parts.file.failed', { detail: error instanceof Error ? error.message : String(error) }), {
        type: 'error',
      });
    } finally {
      setBusy(null);
    }
  };

  return (
    <>
      {formats.map((format) => (
        <Button
          key={format}
          startIcon={<Icon name="download" />}
          loading={busy === format}
          loadingPosition="start"
          title={text(isNarrowed ? `audit.export.${format}Narrowed` : `audit.export.${format}Whole`)}
          onClick={() => void begin(format)}
        >
          {text(`audit.export.${format}`)}
        </Button>
      ))}
    </>
  );
};
