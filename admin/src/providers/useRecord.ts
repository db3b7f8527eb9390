import { useQuery } from '@tanstack/react-query';
import { useDataProvider, type RaRecord } from 'react-admin';
import type { ConsoleDataProvider } from './dataProvider.ts';

export const recordKey = (resource: string, id: string) => [resource, 'record', id] as const;

/**
 * One record with everything its page shows. Unlike react-admin's `useGetOne` it is never filled from a list before it is read:
 * rows of lists are summaries that lack what a page needs.
 */
export const useRecord = <Row extends RaRecord>(resource: string, id: string) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: recordKey(resource, id),
    queryFn: async ({ signal }) => (await provider.getOne<Row>(resource, { id, signal })).data,
  });
};
