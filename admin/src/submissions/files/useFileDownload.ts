import { useDataProvider, useNotify } from 'react-admin';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';

/** Has the browser fetch a file from the object store, beside the page; the address is good for a minute and for whoever has it. */
export const useFileDownload = () => {
  const provider = useDataProvider<ConsoleDataProvider>();
  const notify = useNotify();
  const text = useText();
  return async (id: string): Promise<void> => {
    try {
      const { url } = await provider.fileAddress(id);
      const link = document.createElement('a');
      link.href = url;
      link.rel = 'noreferrer';
      link.click();
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      notify(text('parts.file.failed', { detail }), { type: 'error' });
    }
  };
};
