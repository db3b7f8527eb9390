import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';

/** The latest event under a filter: it tells by what name somebody or something last stood in the log, if its text can be read. */
export const useLatest = (filter: Record<string, string>): AuditEventView | undefined => {
  const provider = useDataProvider<ConsoleDataProvider>();
  const { data } = useQuery({
    queryKey: ['name-in-log', filter],
    staleTime: 300_000,
    queryFn: async () => {
      const { data: events } = await provider.getList<AuditEventView>('change-log', {
        filter,
        pagination: { page: 1, perPage: 1 },
      });
      return events.find(({ isUnreadable }) => !isUnreadable) ?? null;
    },
  });
  return data ?? undefined;
};
