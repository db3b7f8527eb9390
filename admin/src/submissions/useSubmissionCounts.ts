import type { SubmissionStatus } from '@contract/submissions/submission.contract.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';

const narrowing = ['q', 'findings', 'owner'] as const;

/** How many submissions are in each state, under the search and the filters of the address; undefined while not known. */
export const useSubmissionCounts = (always: Record<string, string>) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  const [query] = useSearchParams();
  const given = narrowing.flatMap((name) => {
    const value = query.get(name);
    return value ? [[name, value] as const] : [];
  });
  const filter: Record<string, string> = { ...Object.fromEntries(given), ...always };
  const { data } = useQuery({
    queryKey: ['submissions', 'counts', filter],
    queryFn: () => provider.submissionCounts(filter),
    placeholderData: keepPreviousData,
  });
  return (status: SubmissionStatus | 'all'): number | undefined => {
    if (data === undefined) return undefined;
    if (status === 'all') return Object.values(data.counts).reduce((sum, count) => sum + count, 0);
    return data.counts[status] ?? 0;
  };
};
