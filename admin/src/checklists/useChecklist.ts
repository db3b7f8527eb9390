import type { ChecklistView } from '@contract/validation/checklists.contract.ts';
import { useQuery } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';

export const ChecklistContext = createContext<ChecklistView | null>(null);

/** The checklist whose page this is, in the version that is shown. */
export const useChecklist = (): ChecklistView => {
  const checklist = use(ChecklistContext);
  if (checklist === null) throw new Error('useChecklist is for the parts of a checklist’s page');
  return checklist;
};

/**
 * One version of a checklist. While another version is fetched the last one stays, so that the page does not empty itself.
 *
 * @param version the current one when null
 */
export const useChecklistVersion = (accession: string, version: string | null, enabled = true) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['checklists', 'version', accession, version ?? ''],
    queryFn: ({ signal }) => provider.checklist(accession, version, signal),
    placeholderData: (last, query) => (query?.queryKey[2] === accession ? last : undefined),
    enabled,
  });
};
