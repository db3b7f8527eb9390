import { useQueryClient } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import { useFileUpload } from '../../components/useFileUpload.ts';
import { affectedBy } from '../../providers/affected.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';

/** Imports a file of checklists and tells how far it is. */
export const useChecklistImport = () => {
  const provider = useDataProvider<ConsoleDataProvider>();
  const client = useQueryClient();
  return useFileUpload(async (file, watch) => {
    const { items } = await provider.importChecklists(file, watch);
    const touched = affectedBy([{ id: '', type: '', subject: { type: 'Checklist', id: '' }, at: '' }]);
    void client.invalidateQueries({ predicate: ({ queryKey }) => touched.has(String(queryKey[0])) });
    return items;
  });
};
