import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';

/** Seconds, for what every page shows: asking costs the server a handful of small queries. */
export const askedSeldom = 300;

/**
 * How the system does. Nothing tells of it: whether something answers is known when it is asked. Nobody asks while the tab
 * is hidden.
 *
 * @param everySeconds how often it is asked again
 * @param freshFor seconds for which an answer that is there already will do
 */
export const useHealth = (everySeconds: number, freshFor = 0) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => provider.health(signal),
    refetchInterval: everySeconds * 1_000,
    staleTime: freshFor * 1_000,
  });
};
