import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';

/** Every answer to one request that was kept. */
export const useAnswers = (attemptId: string, isWanted = true) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['batches', 'answers', attemptId],
    queryFn: () => provider.attemptAnswers(attemptId),
    enabled: isWanted,
  });
};
