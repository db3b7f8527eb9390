import type { ChecklistImport } from '@contract/validation/checklists.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useDataProvider } from 'react-admin';
import { affectedBy } from '../../providers/affected.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';

export type ImportState =
  | { phase: 'idle' }
  | { phase: 'sending'; name: string; share: number }
  | { phase: 'reading'; name: string }
  | { phase: 'done'; name: string; items: ChecklistImport['items'] }
  | { phase: 'failed'; name: string; error: unknown };

const wasStopped = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';

/** Imports a file of checklists and tells how far it is. */
export const useChecklistImport = () => {
  const provider = useDataProvider<ConsoleDataProvider>();
  const client = useQueryClient();
  const [state, setState] = useState<ImportState>({ phase: 'idle' });
  const stopping = useRef<AbortController>(undefined);

  const send = async (file: File) => {
    const { name } = file;
    stopping.current = new AbortController();
    setState({ phase: 'sending', name, share: 0 });
    try {
      const { items } = await provider.importChecklists(file, {
        signal: stopping.current.signal,
        onProgress: ({ sent, total }) =>
          setState(
            sent < total ? { phase: 'sending', name, share: sent / total } : { phase: 'reading', name },
          ),
      });
      setState({ phase: 'done', name, items });
      const touched = affectedBy([{ id: '', type: '', subject: { type: 'Checklist', id: '' }, at: '' }]);
      void client.invalidateQueries({ predicate: ({ queryKey }) => touched.has(String(queryKey[0])) });
    } catch (error) {
      setState(wasStopped(error) ? { phase: 'idle' } : { phase: 'failed', name, error });
    }
  };
  return { state, send, stop: () => stopping.current?.abort() };
};
