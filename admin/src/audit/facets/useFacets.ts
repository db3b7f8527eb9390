import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';

/** The values that the events of a filter have, with counts. */
export const useFacets = (filter: Record<string, string>) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['change-log', 'facets', filter],
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    queryFn: () => provider.auditFacets(filter),
  });
};
