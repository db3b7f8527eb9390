import { useAbility } from '@casl/react';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleAbility } from '../../providers/ability.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';

/** What the log keeps and what leaves next. Refetched on live events, and regularly while a run is under way. */
export const useRetention = () => {
  const provider = useDataProvider<ConsoleDataProvider>();
  const mayRead = useAbility<ConsoleAbility>().can('read', 'AuditRetention');
  return useQuery({
    queryKey: ['log-retention'],
    queryFn: ({ signal }) => provider.retention(signal),
    enabled: mayRead,
    refetchInterval: ({ state }) => (state.data?.current ? 2_000 : false),
  });
};
