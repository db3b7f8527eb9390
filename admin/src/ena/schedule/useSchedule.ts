import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';

export const useSchedule = () => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({ queryKey: ['schedule-runs', 'settings'], queryFn: () => provider.schedule() });
};

/** The next turns, and what would go if one were now. */
export const useOutlook = () => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({ queryKey: ['eligible', 'outlook'], queryFn: () => provider.scheduleOutlook() });
};

/** Has everything fetched again that a change of the schedule touches, also where the change was refused as stale. */
export const useScheduleChange = () => {
  const client = useQueryClient();
  return async (change: () => Promise<unknown>) => {
    try {
      await change();
    } finally {
      void client.invalidateQueries({
        predicate: ({ queryKey }) => ['schedule-runs', 'eligible', 'batches'].includes(String(queryKey[0])),
      });
    }
  };
};
