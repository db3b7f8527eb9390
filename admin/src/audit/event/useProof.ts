import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';

/** An event is sealed within seconds: until then, its proof is fetched again. */
const againMs = 3_000;

/** The proof of an event, with its place in the sealed log. */
export const useProof = (id: string) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['change-log', 'proof', id],
    queryFn: () => provider.auditProof(id),
    refetchInterval: ({ state }) => (state.data?.seal === null ? againMs : false),
  });
};
