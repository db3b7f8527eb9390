import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';

/** A seal comes within seconds: until then it is asked for again. */
const againMs = 3_000;

/** Where an event stands in the sealed log, and what proves it. */
export const useProof = (id: string) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['change-log', 'proof', id],
    queryFn: () => provider.auditProof(id),
    refetchInterval: ({ state }) => (state.data?.seal === null ? againMs : false),
  });
};
