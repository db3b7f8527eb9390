import { useQuery } from '@tanstack/react-query';
import { useAbility } from '@casl/react';
import { useDataProvider, useGetList } from 'react-admin';
import type { ConsoleAbility } from '../providers/ability.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import type { Destination } from './destinations.ts';

/** How much waits at each place of the navigation for somebody with this person's rights; nothing where nothing waits. */
export const useWaiting = (): Partial<Record<Destination['key'], number>> => {
  const ability = useAbility<ConsoleAbility>();
  const provider = useDataProvider<ConsoleDataProvider>();
  const queue = useQuery({
    queryKey: ['submissions', 'counts', {}],
    queryFn: () => provider.submissionCounts({}),
    enabled: ability.can('claim', 'Submission'),
  });
  const mine = useQuery({
    queryKey: ['submissions', 'counts', { owner: 'me' }],
    queryFn: () => provider.submissionCounts({ owner: 'me' }),
    enabled: ability.can('create', 'Submission'),
  });
  const eligible = useGetList(
    'eligible',
    { pagination: { page: 1, perPage: 1 } },
    { enabled: ability.can('create', 'EnaBatch') },
  );
  const problems = useGetList(
    'ena-problems',
    { pagination: { page: 1, perPage: 1 }, filter: { status: 'open' } },
    { enabled: ability.can('take', 'EnaProblem') },
  );
  return {
    queue: queue.data?.counts.submitted ?? 0,
    mine: mine.data?.counts.changes_requested ?? 0,
    batches: eligible.total ?? 0,
    problems: problems.total ?? 0,
  };
};
